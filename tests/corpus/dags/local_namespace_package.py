from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator

from namespace_folder.loaders import load

with DAG("local_namespace", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=load)
