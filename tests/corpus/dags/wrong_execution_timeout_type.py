from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_execution_timeout", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", execution_timeout=3600)
