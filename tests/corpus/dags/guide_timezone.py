"""Noon in Los Angeles, whatever the season."""
from datetime import datetime, timedelta

import pendulum
from airflow import DAG
from airflow.operators.bash_operator import BashOperator

with DAG(
    dag_id="guide_timezone",
    schedule_interval="0 12 * * *",
    catchup=False,
    start_date=datetime(2022, 1, 1, tzinfo=pendulum.timezone("America/Los_Angeles")),
) as dag:
    BashOperator(task_id="noon", bash_command="date")
