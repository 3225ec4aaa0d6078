"""Returned parcels, once a day."""

import pendulum
from airflow import DAG
from airflow.operators.bash import BashOperator

from common import default_args

with DAG(
    dag_id="returns",
<<<<<<< HEAD
    schedule="0 6 * * *",
=======
    schedule="30 6 * * *",
>>>>>>> feature/returns-later
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
):
    BashOperator(task_id="load", bash_command="echo {{ ds }}")
