from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.mwaa import MwaaTriggerDagRunOperator

with DAG("amazon_mwaa_trigger", start_date=datetime(2025, 1, 1), schedule=None) as dag:
    MwaaTriggerDagRunOperator(task_id="x", env_name="other", trigger_dag_id="d")
