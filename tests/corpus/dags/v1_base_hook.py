from datetime import datetime

from airflow import DAG
from airflow.hooks.base_hook import BaseHook
from airflow.operators.python_operator import PythonOperator


def show():
    print(BaseHook.get_connection("reporting").host)


with DAG("v1_base_hook", start_date=datetime(2021, 1, 1), schedule_interval="@once") as dag:
    PythonOperator(task_id="show", python_callable=show)
