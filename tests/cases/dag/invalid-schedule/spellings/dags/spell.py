from datetime import timedelta

from airflow import DAG
from airflow.datasets import Dataset
from airflow.timetables.trigger import CronTriggerTimetable
from common.when import NIGHTLY

HOUR = 25
DAG("a", schedule_interval="61 * * * *")  # <- here
DAG("b", schedule=f"0 {HOUR} * * *")  # <- here
DAG("c", schedule=NIGHTLY)  # <- here
DAG("d", schedule=CronTriggerTimetable("0 0 * *", timezone="UTC"))  # <- here
DAG("e", schedule=[Dataset("s3://a/b")])
DAG("f", schedule=Dataset("s3://0 25 * * *"))
DAG("g", schedule=timedelta(hours=1))
DAG("h", schedule="@once")
DAG("i", schedule=" 0 0 * * * ")
DAG("j", schedule="0 0 12 * * ?")  # <- here
DAG("k", schedule="{{ var.value.when }}")  # <- here
DAG("l", schedule="0 0 * * sun,mon-FRI")
DAG("m", schedule="")  # <- here
DAG("n", schedule="@annually")
DAG("o", description="0 25 * * *", schedule=None)
