from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

with DAG("amazon_s3_wrong", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    S3KeySensor(task_id="wait", bucket="b", bucket_key="k")
