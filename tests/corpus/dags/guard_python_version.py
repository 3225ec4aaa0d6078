import sys
from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

with DAG("guard_python_version", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=lambda: tomllib.loads("a = 1"))
