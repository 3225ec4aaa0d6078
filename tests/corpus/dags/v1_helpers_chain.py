from datetime import datetime

from airflow import DAG
from airflow.operators.dummy import DummyOperator
from airflow.utils.helpers import chain

with DAG("v1_helpers_chain", start_date=datetime(2020, 2, 2), schedule_interval=None) as dag:
    chain(*[DummyOperator(task_id=f"t{i}") for i in range(4)])
