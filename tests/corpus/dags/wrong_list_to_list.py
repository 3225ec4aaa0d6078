"""A list cannot be put before a list."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_list_to_list", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    a, b, c, d = (EmptyOperator(task_id=name) for name in "abcd")
    [a, b] >> [c, d]
