from datetime import datetime

from airflow import DAG
from airflow.decorators import task_group
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.operators.s3 import S3CreateBucketOperator
from airflow.utils.task_group import TaskGroup

from common.operators import Greet, Quiet

START = datetime(2024, 1, 1)
COMMON = {"bash_command": "date"}
LATER = {}
LATER["bash_command"] = "date"
HIDDEN = dict(zip(["bash_command"], ["date"]))


def make(name, **more):
    return BashOperator(task_id=name, **more)


with DAG("needs", schedule=None, start_date=START, default_args={"bucket_name": "b"}) as dag:
    S3CreateBucketOperator(task_id="a")
    S3CreateBucketOperator()  # <- here
    PythonOperator(task_id="b")  # <- here
    BashOperator(task_id="c", **COMMON)
    BashOperator(task_id="d", **HIDDEN)
    BashOperator(task_id="e", default_args=COMMON)
    make("f", bash_command="date")
    BashOperator.partial(task_id="g").expand_kwargs([{"bash_command": "date"}])
    BashOperator.partial().expand(bash_command=["x"])  # <- here
    with TaskGroup("plain"):
        BashOperator(task_id="h")  # <- here
    with TaskGroup("given", default_args=COMMON):
        BashOperator(task_id="i")
    group = TaskGroup("later", default_args=COMMON)
    with group:
        BashOperator(task_id="j")
    BashOperator(task_id="k", task_group=group)
    Greet(task_id="l", whom="world")  # <- here
    Greet(task_id="m", who="world")
    Quiet(task_id="n")

    @task_group(default_args=COMMON)
    def together():
        BashOperator(task_id="o")

    together()

    class Local(BashOperator):
        def __init__(self, table, **kwargs):
            super().__init__(bash_command=table, **kwargs)

    Local(task_id="p", table="orders")

with DAG("changed", schedule=None, start_date=START, default_args=LATER):
    BashOperator(task_id="a")

orphan = EmptyOperator(task_id="orphan")
