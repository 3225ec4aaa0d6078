import datetime as dt

from airflow import DAG
from airflow.providers.amazon.aws.operators import s3

with DAG("amazon_attribute_missing", start_date=dt.datetime(2023, 1, 1), schedule=None) as dag:
    s3.S3MoveObjectOperator(task_id="move")
