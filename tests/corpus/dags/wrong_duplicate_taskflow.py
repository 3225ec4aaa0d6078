"""Calling a decorated task twice is fine: the second becomes a__1."""
from datetime import datetime

from airflow import DAG
from airflow.decorators import task

with DAG("wrong_duplicate_taskflow", start_date=datetime(2022, 1, 1), schedule=None) as dag:

    @task
    def a(number):
        return number

    a(1) >> a(2)
