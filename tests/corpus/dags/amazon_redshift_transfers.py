from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.transfers.redshift_to_s3 import RedshiftToS3Operator
from airflow.providers.amazon.aws.transfers.s3_to_redshift import S3ToRedshiftOperator

with DAG("amazon_redshift_transfers", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    S3ToRedshiftOperator(task_id="in", s3_bucket="b", s3_key="k", schema="s", table="t", copy_options=["csv"], method="REPLACE")
    RedshiftToS3Operator(task_id="out", s3_bucket="b", s3_key="k", schema="s", table="t")
