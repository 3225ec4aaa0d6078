from datetime import datetime

from airflow import DAG
from airflow.providers.dbt.cloud.operators.dbt import DbtCloudRunJobOperator

with DAG("provider_dbt_cloud", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    DbtCloudRunJobOperator(task_id="run", job_id=1)
