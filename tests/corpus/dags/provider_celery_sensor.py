from datetime import datetime

from airflow import DAG
from airflow.providers.celery.sensors.celery_queue import CeleryQueueSensor

with DAG("provider_celery", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    CeleryQueueSensor(task_id="q", celery_queue="x", mode="reschedule")
