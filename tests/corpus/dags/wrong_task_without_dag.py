"""A task without a DAG is allowed until somebody links it to one."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

orphan = EmptyOperator(task_id="orphan")

with DAG("wrong_task_without_dag", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
