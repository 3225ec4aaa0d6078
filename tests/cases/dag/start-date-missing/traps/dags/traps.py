import copy
from datetime import datetime, timedelta

from airflow import DAG
from airflow.datasets import Dataset
from airflow.decorators import dag
from airflow.operators.bash import BashOperator
from airflow.timetables.trigger import CronTriggerTimetable

from common.defaults import DEFAULTS, LATE, build, fill

PLAIN = {"owner": "data"}
UPDATED = {"owner": "data"}
UPDATED.update(start_date=datetime(2024, 1, 1))
MERGED = {**PLAIN, "start_date": datetime(2024, 1, 1)}
ALIASED = {"owner": "data"}
also = ALIASED
also["start_date"] = datetime(2024, 1, 1)
HANDED = {"owner": "data"}
fill(target=HANDED)
OPTIONS = {"schedule": "@daily", "start_date": datetime(2024, 1, 1)}


class OwnDAG(DAG):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, start_date=datetime(2024, 1, 1), **kwargs)


with DAG("timedelta", schedule=timedelta(days=1)):  # <- here
    BashOperator(task_id="a", bash_command="x", start_date=datetime(2024, 1, 1))
with DAG("dataset", schedule=[Dataset("s3://b/k")]):  # <- here
    pass
with DAG("timetable", schedule=CronTriggerTimetable("0 6 * * *", timezone="UTC"), default_args=PLAIN):  # <- here
    pass
with DAG("interval", schedule_interval="@once"):  # <- here
    pass
with DAG("by_hand", schedule=None):
    BashOperator(task_id="a", bash_command="x")
with DAG("no_datasets", schedule=[]):
    pass
DAG("updated", schedule="@daily", default_args=UPDATED)
DAG("merged", schedule="@daily", default_args=MERGED)
DAG("imported", schedule="@daily", default_args=DEFAULTS)
DAG("copied", schedule="@daily", default_args=copy.deepcopy(MERGED))
DAG("built", schedule="@daily", default_args=build())
DAG("options", **OPTIONS)
DAG("none", schedule="@daily", default_args={"start_date": None})
OwnDAG("own", schedule="@daily")
DAG("placed", None, None, "@daily", None, datetime(2024, 1, 1))
DAG("alias", schedule="@daily", default_args=ALIASED)
DAG("handed", schedule="@daily", default_args=HANDED)
DAG("late", schedule="@daily", default_args=LATE)


@dag(schedule="@daily")
def decorated():  # <- here
    pass


@dag(schedule="@daily")
def never_called():
    pass


decorated()
