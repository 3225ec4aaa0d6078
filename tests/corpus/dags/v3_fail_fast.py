from datetime import datetime

from airflow import DAG
from airflow.decorators import task

with DAG("v3_fail_fast", start_date=datetime(2025, 5, 1), schedule=None, fail_fast=True) as dag:

    @task
    def a():
        return 1

    a()
