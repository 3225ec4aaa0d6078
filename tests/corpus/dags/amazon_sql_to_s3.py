from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.transfers.dynamodb_to_s3 import DynamoDBToS3Operator
from airflow.providers.amazon.aws.transfers.http_to_s3 import HttpToS3Operator
from airflow.providers.amazon.aws.transfers.local_to_s3 import LocalFilesystemToS3Operator
from airflow.providers.amazon.aws.transfers.s3_to_sql import S3ToSqlOperator
from airflow.providers.amazon.aws.transfers.sql_to_s3 import SqlToS3Operator

with DAG("amazon_sql_to_s3", start_date=datetime(2023, 4, 1), schedule=None) as dag:
    SqlToS3Operator(task_id="x", query="select 1", s3_bucket="b", s3_key="k", sql_conn_id="c", file_format="csv")
