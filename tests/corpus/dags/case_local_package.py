from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from Shared.paths import bucket

with DAG("case_local", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=bucket("x"))
