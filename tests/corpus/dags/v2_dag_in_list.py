"""DAG objects in a list are not found, for the list is not a DAG."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

DAGS = [DAG(f"v2_in_list_{number}", start_date=datetime(2022, 1, 1), schedule=None) for number in range(2)]
for dag in DAGS:
    EmptyOperator(task_id="a", dag=dag)
