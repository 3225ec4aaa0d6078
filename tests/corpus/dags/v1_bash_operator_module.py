"""Nightly export, written for 1.10 and carried along ever since."""
from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash_operator import BashOperator

default_args = {
    "owner": "exports",
    "depends_on_past": False,
    "retries": 1,
    "retry_delay": timedelta(minutes=5),
}

dag = DAG("v1_nightly_export", default_args=default_args, start_date=datetime(2020, 1, 1), schedule_interval="@daily")

dump = BashOperator(task_id="dump", bash_command="echo dump {{ ds }}", dag=dag)
upload = BashOperator(task_id="upload", bash_command="echo upload {{ ds_nodash }}", dag=dag)

dump >> upload
