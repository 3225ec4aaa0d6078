"""A statement of Python 3.12 (airflow dag)."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

type Name = str

with DAG("python312_type_statement", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
