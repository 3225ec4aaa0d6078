from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("v2_sla_task", start_date=datetime(2022, 1, 1), schedule="@hourly", catchup=False) as dag:
    EmptyOperator(task_id="a", sla=timedelta(minutes=5))
