from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.transfers.mysql_to_s3 import MySQLToS3Operator

with DAG("amazon_mysql_to_s3", start_date=datetime(2021, 1, 1), schedule=None) as dag:
    MySQLToS3Operator(task_id="x", query="select 1", s3_bucket="b", s3_key="k")
