from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.hooks.sqs import SQSHook
from airflow.providers.amazon.aws.operators.sqs import SQSPublishOperator
from airflow.providers.amazon.aws.sensors.sqs import SQSSensor

with DAG("amazon_sqs_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    SQSPublishOperator(task_id="sqs", sqs_queue="q", message_content="m")
