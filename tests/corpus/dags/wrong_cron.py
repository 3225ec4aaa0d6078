from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_cron", start_date=datetime(2022, 1, 1), schedule="0 0 * *") as dag:
    EmptyOperator(task_id="a")
