from datetime import datetime

from airflow import DAG
from airflow.sensors.s3_key_sensor import S3KeySensor

with DAG("v1_s3_key_sensor", start_date=datetime(2020, 2, 2), schedule_interval="@daily") as dag:
    S3KeySensor(task_id="wait", bucket_name="landing", bucket_key="in/{{ ds }}/_SUCCESS", timeout=3600, poke_interval=60)
