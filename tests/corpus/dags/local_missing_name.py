from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from shared.paths import bucket, prefix

with DAG("local_missing_name", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=prefix)
