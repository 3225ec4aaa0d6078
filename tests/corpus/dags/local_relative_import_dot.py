from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from . import shared

with DAG("local_relative_dot", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=shared.bucket("x"))
