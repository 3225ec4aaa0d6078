from datetime import datetime

from airflow.datasets import Dataset
from airflow.decorators import dag, task


@dag(schedule=[Dataset("s3://lake/orders/")], start_date=datetime(2025, 5, 1))
def v3_dataset_names():
    @task
    def a():
        return 1

    a()


v3_dataset_names()
