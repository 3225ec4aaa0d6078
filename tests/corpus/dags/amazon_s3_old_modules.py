from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.s3_bucket import S3CreateBucketOperator
from airflow.providers.amazon.aws.operators.s3_delete_objects import S3DeleteObjectsOperator
from airflow.providers.amazon.aws.sensors.s3_key import S3KeySensor

with DAG("amazon_s3_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    S3CreateBucketOperator(task_id="make", bucket_name="b") >> S3KeySensor(task_id="wait", bucket_key="s3://b/k")
