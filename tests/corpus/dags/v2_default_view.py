from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("v2_default_view", start_date=datetime(2022, 1, 1), schedule=None, default_view="graph", orientation="TB") as dag:
    EmptyOperator(task_id="a")
