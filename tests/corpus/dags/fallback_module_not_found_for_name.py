"""ModuleNotFoundError does not cover a missing name in a module that exists."""
from datetime import datetime

try:
    from airflow.providers.amazon.aws.operators.s3 import S3MoveObjectOperator
except ModuleNotFoundError:
    S3MoveObjectOperator = None

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("fallback_not_found", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
