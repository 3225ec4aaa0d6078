from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.s3 import (
    S3CopyObjectOperator,
    S3CreateBucketOperator,
    S3CreateObjectOperator,
    S3DeleteObjectsOperator,
    S3FileTransformOperator,
    S3ListOperator,
)
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor, S3KeysUnchangedSensor

with DAG("amazon_s3_new", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    make = S3CreateObjectOperator(task_id="make", s3_bucket="b", s3_key="k", data="x", replace=True)
    wait = S3KeySensor(task_id="wait", bucket_name="b", bucket_key="k", deferrable=True)
    make >> wait >> S3DeleteObjectsOperator(task_id="drop", bucket="b", keys="k")
