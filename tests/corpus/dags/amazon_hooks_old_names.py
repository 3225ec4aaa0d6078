from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.aws_dynamodb import AwsDynamoDBHook

with DAG("amazon_hooks_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    PythonOperator(task_id="x", python_callable=lambda: AwsDynamoDBHook())
