from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.transfers.ftp_to_s3 import FTPToS3Operator
from airflow.providers.amazon.aws.transfers.sftp_to_s3 import SFTPToS3Operator

with DAG("amazon_ftp_to_s3", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    FTPToS3Operator(task_id="x", ftp_path="/a", s3_bucket="b", s3_key="k")
