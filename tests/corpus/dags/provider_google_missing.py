from datetime import datetime

from airflow import DAG
from airflow.providers.google.cloud.operators.bigquery import BigQueryInsertJobOperator

with DAG("provider_google", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    BigQueryInsertJobOperator(task_id="q", configuration={})
