from datetime import datetime

from airflow import DAG
from airflow.hooks.base import BaseHook
from airflow.hooks.subprocess import SubprocessHook
from airflow.operators.python import PythonOperator


def run():
    SubprocessHook().run_command(["date"])
    return BaseHook.get_connection("x").get_uri()


with DAG("v2_hooks", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=run)
