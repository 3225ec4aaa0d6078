from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.timetables.trigger import CronTriggerTimetable

START = datetime(2024, 1, 1)
NOTHING = None

DAG("a", schedule="@daily", schedule_interval=NOTHING, start_date=START)
DAG("b", schedule=[], schedule_interval="@daily", start_date=START)
DAG("c", schedule=[Dataset("s3://b/k")], schedule_interval="@daily", start_date=START)  # <- here
DAG("d", schedule_interval="@daily", timetable=CronTriggerTimetable("0 6 * * *", timezone="UTC"), start_date=START)  # <- here
DAG("e", schedule=None, timetable=CronTriggerTimetable("0 6 * * *", timezone="UTC"), start_date=START)
