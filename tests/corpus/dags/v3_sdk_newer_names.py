"""Names of releases after 3.0."""
from datetime import datetime

from airflow.sdk import DAG, CronPartitionTimetable, task

with DAG("v3_newer", start_date=datetime(2026, 1, 1), schedule=CronPartitionTimetable("@daily")) as dag:

    @task
    def a():
        return 1

    a()
