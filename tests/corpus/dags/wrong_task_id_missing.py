from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_task_id_missing", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator()
