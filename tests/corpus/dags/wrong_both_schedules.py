from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_both_schedules", start_date=datetime(2022, 1, 1), schedule="@daily", schedule_interval="@daily") as dag:
    EmptyOperator(task_id="a")
