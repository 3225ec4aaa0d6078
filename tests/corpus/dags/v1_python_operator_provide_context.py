"""XCom by kwargs['ti'], the way it was done in 1.10."""
from datetime import datetime

from airflow import DAG
from airflow.operators.python_operator import PythonOperator


def push(**kwargs):
    kwargs["ti"].xcom_push(key="rows", value=42)


def pull(**kwargs):
    rows = kwargs["ti"].xcom_pull(key="rows", task_ids="push")
    print("rows", rows, kwargs["execution_date"])


with DAG("v1_xcom_example", start_date=datetime(2020, 6, 1), schedule_interval=None) as dag:
    first = PythonOperator(task_id="push", python_callable=push, provide_context=True)
    second = PythonOperator(task_id="pull", python_callable=pull, provide_context=True)
    first >> second
