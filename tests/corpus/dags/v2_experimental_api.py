from datetime import datetime

from airflow import DAG
from airflow.api.common.experimental.trigger_dag import trigger_dag
from airflow.operators.python import PythonOperator

with DAG("v2_experimental_api", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    PythonOperator(task_id="a", python_callable=trigger_dag, op_args=["v2_empty"])
