import os
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import dag, task
from airflow.models.baseoperator import BaseOperator
from airflow.operators.bash import BashOperator as Shell
from airflow.sensors.filesystem import FileSensor
from airflow.utils.task_group import TaskGroup
from airflow.utils.trigger_rule import TriggerRule
from airflow.utils.weight_rule import WeightRule

from common.settings import LIMIT, MODE

START = datetime(2024, 1, 1)
MINUTES = 5
RETRIES = int(os.environ.get("RETRIES", "3"))


class Own(BaseOperator):
    def __init__(self, *, retries, mode, **kwargs):
        super().__init__(retries=len(retries), **kwargs)

    def execute(self, context):
        pass


with DAG("shapes", schedule=None, start_date=START, tags=("a",)):  # <- here
    pass
with DAG("more", schedule=None, start_date=START, dagrun_timeout=3600):  # <- here
    pass
with DAG("tagged", schedule=None, start_date=START, tags=["x" * 101]):  # <- here
    pass
with DAG("view", schedule=None, start_date=START, default_view="Graph"):  # <- here
    pass

with DAG("values", schedule=None, start_date=START, catchup=None, tags=[], default_view="grid") as values:
    Shell(task_id="a", bash_command="x", execution_timeout=MINUTES)  # <- here
    Shell(task_id="b", bash_command="x", execution_timeout=timedelta(minutes=MINUTES))
    Shell(task_id="c", bash_command="x", execution_timeout=LIMIT)  # <- here
    Shell(task_id="d", bash_command="x", retries=RETRIES, retry_delay=30.5, max_retry_delay=None)
    Shell(task_id="e", bash_command="x", retry_delay="5m")  # <- here
    Shell(task_id="f", bash_command="x", priority_weight=1.5)  # <- here
    Shell(task_id="g", bash_command="x", weight_rule="heavy")  # <- here
    Shell(task_id="h", bash_command="x", weight_rule="our.plugin.Heavy" if RETRIES < 0 else WeightRule.UPSTREAM)
    Shell(task_id="i", bash_command="x", trigger_rule=TriggerRule.ALL_DONE, email=["a@example.com"])
    Shell(task_id="j", bash_command="x", email_on_failure="no")  # <- here
    Shell(task_id="k", bash_command="x", pool=None, queue="default", depends_on_past=True)
    FileSensor(task_id="l", filepath="x", mode=MODE)
    FileSensor(task_id="m", filepath="x", poke_interval="60")  # <- here
    FileSensor(task_id="n", filepath="x", timeout=timedelta(hours=1), poke_interval=0.5)
    FileSensor(task_id="o", filepath="x", poke_interval=-1)  # <- here
    Own(task_id="p", retries="abc", mode="loud")
    Shell.partial(task_id="q", execution_timeout=5, trigger_rule="all_finished").expand(bash_command=["x"])
    Shell.partial(task_id="r", retries="many").expand(bash_command=["x"])  # <- here

    @task(retries="2", pool_slots=1)
    def fine(retries="abc", mode="loud"):
        return retries, mode

    @task(trigger_rule="all_finnished")  # <- here
    def typo():
        pass

    fine("x")
    typo()

    try:
        Shell(task_id="s", bash_command="x", retries="abc")
    except Exception:
        pass

with DAG("inherits", schedule=None, start_date=START, default_args={"retries": "many"}):  # <- here
    Shell(task_id="a", bash_command="x")
    Shell(task_id="b", bash_command="x", retries=1)

with DAG("overridden", schedule=None, start_date=START, default_args={"retries": "many", "mode": 3}):
    Shell(task_id="b", bash_command="x", retries=1)
    with TaskGroup("group", default_args={"retries": 2}):
        Shell(task_id="c", bash_command="x")

with DAG("parsed", schedule=None, default_args={"start_date": "2024-01-01", "end_date": "2030-01-01"}):
    Shell(task_id="a", bash_command="x", start_date="2024-01-01")


@dag(schedule=None, start_date="2024-01-01")
def never_called():
    pass
