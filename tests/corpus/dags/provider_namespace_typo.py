from datetime import datetime

from airflow import DAG
from airflow.provider.amazon.aws.operators.s3 import S3ListOperator

with DAG("provider_typo", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    S3ListOperator(task_id="list", bucket="b")
