from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_retry_type", start_date=datetime(2022, 1, 1), schedule=None, default_args={"retries": "two"}) as dag:
    EmptyOperator(task_id="a", retry_delay=timedelta(minutes=1))
