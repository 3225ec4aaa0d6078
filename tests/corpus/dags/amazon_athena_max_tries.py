"""max_tries was renamed to max_polling_attempts."""
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.athena import AthenaOperator

with DAG("amazon_athena_max_tries", start_date=datetime(2021, 1, 1), schedule=None) as dag:
    AthenaOperator(task_id="q", query="select 1", database="d", output_location="s3://b/o/", max_tries=30)
