from datetime import datetime

from airflow import DAG
from airflow.operators.dummy import DummyOperator

with DAG("v2_dummy", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    DummyOperator(task_id="a") >> DummyOperator(task_id="b")
