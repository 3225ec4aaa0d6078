from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from shared.lazy import BUCKET

with DAG("local_module_getattr", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=BUCKET)
