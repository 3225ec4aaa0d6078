"""overrides became container_overrides."""
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.batch import BatchOperator

with DAG("amazon_batch_overrides", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    BatchOperator(task_id="run", job_name="j", job_definition="d", job_queue="q", overrides={"vcpus": 1})
