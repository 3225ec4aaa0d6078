from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.firehose import FirehoseHook

with DAG("amazon_firehose", start_date=datetime(2024, 10, 1), schedule=None) as dag:
    PythonOperator(task_id="x", python_callable=lambda: FirehoseHook("s"))
