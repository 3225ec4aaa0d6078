from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from shared.queues import queue

with DAG("local_missing_module", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=queue)
