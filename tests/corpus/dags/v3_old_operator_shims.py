"""Airflow 3 keeps shims for these, with a warning."""
from datetime import datetime

from airflow.models.dag import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator
from airflow.sensors.filesystem import FileSensor
from airflow.utils.task_group import TaskGroup

with DAG("v3_shims", start_date=datetime(2025, 5, 1), schedule=None) as dag:
    with TaskGroup("g"):
        BashOperator(task_id="b", bash_command="date") >> PythonOperator(task_id="p", python_callable=print)
