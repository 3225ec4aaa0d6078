from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator


def work():
    return None


with DAG("wrong_callable_called", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=work())
