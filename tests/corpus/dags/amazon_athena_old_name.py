from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.hooks.athena import AWSAthenaHook
from airflow.providers.amazon.aws.operators.athena import AWSAthenaOperator

with DAG("amazon_athena_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    AWSAthenaOperator(task_id="q", query="select 1", database="d", output_location="s3://b/o/")
