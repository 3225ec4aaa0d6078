from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.hooks.athena import AthenaHook
from airflow.providers.amazon.aws.operators.athena import AthenaOperator
from airflow.providers.amazon.aws.sensors.athena import AthenaSensor

with DAG("amazon_athena", start_date=datetime(2023, 1, 1), schedule="@daily", catchup=False) as dag:
    q = AthenaOperator(task_id="q", query="select 1", database="d", output_location="s3://b/o/", workgroup="w", sleep_time=5)
    AthenaSensor(task_id="wait", query_execution_id=q.output, mode="reschedule")
