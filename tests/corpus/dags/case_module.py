from datetime import datetime

from airflow import DAG
from airflow.operators.Python import PythonOperator

with DAG("case_module", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=print)
