from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_preset", start_date=datetime(2022, 1, 1), schedule="@fortnightly") as dag:
    EmptyOperator(task_id="a")
