"""Transfers of the amazon provider that need another provider beside it."""
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.transfers.gcs_to_s3 import GCSToS3Operator
from airflow.providers.amazon.aws.transfers.mongo_to_s3 import MongoToS3Operator

with DAG("amazon_transfers_other", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    MongoToS3Operator(task_id="x", mongo_collection="c", mongo_query={}, s3_bucket="b", s3_key="k")
