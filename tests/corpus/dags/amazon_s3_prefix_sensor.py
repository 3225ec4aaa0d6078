from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.sensors.s3_prefix import S3PrefixSensor

with DAG("amazon_s3_prefix", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    S3PrefixSensor(task_id="wait", bucket_name="b", prefix="p")
