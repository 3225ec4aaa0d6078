from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("v2_empty", start_date=datetime(2021, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
