from datetime import datetime

from airflow import DAG

with DAG("wrong_name_never_bound", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
