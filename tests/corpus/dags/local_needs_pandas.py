from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator

from shared.frames import empty

with DAG("local_needs_pandas", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=empty)
