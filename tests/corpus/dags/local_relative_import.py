"""A DAG file is no member of a package when the scheduler loads it."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from .shared.paths import bucket

with DAG("local_relative", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=bucket("x"))
