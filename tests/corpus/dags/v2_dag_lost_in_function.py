"""The DAG is made in a function and thrown away (from 2.4 the context manager registers it all the same)."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator


def make():
    with DAG("v2_lost_with", start_date=datetime(2022, 1, 1), schedule=None):
        EmptyOperator(task_id="a")
    other = DAG("v2_lost_plain", start_date=datetime(2022, 1, 1), schedule=None)
    EmptyOperator(task_id="a", dag=other)


make()
