from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.redshift_data import RedshiftDataOperator

with DAG("amazon_redshift_serverless", start_date=datetime(2024, 1, 1), schedule=None) as dag:
    RedshiftDataOperator(task_id="q", workgroup_name="w", database="d", sql="select 1", session_keep_alive_seconds=60)
