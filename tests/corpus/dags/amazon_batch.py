from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.batch import BatchOperator
from airflow.providers.amazon.aws.sensors.batch import BatchSensor

with DAG("amazon_batch", start_date=datetime(2023, 6, 1), schedule=None) as dag:
    run = BatchOperator(
        task_id="run", job_name="j", job_definition="d", job_queue="q", container_overrides={"command": ["x"]}, deferrable=True
    )
    BatchSensor(task_id="wait", job_id=run.output, mode="reschedule")
