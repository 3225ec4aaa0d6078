from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.glue import AwsGlueJobOperator

with DAG("amazon_glue_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    AwsGlueJobOperator(task_id="run", job_name="j")
