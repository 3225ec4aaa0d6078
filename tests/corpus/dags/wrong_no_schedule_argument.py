"""Without a schedule Airflow 2 runs daily, Airflow 3 never."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_no_schedule", start_date=datetime(2022, 1, 1)) as dag:
    EmptyOperator(task_id="a")
