from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.batch import AwsBatchOperator

with DAG("amazon_batch_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    AwsBatchOperator(task_id="run", job_name="j", job_definition="d", job_queue="q", overrides={})
