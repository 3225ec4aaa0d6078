from datetime import datetime

from airflow import DAG
from airflow.api.client.local_client import Client
from airflow.api.common.trigger_dag import trigger_dag
from airflow.operators.python import PythonOperator

with DAG("v2_api_trigger", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=trigger_dag, op_args=["v2_empty"])
