from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.sensors.filesystem import FileSensor

with DAG("six", schedule=None, start_date=datetime(2024, 1, 1), tags=("a",), dagrun_timeout=3600, catchup=0):
    FileSensor(task_id="a", filepath="x", poke_interval=timedelta(minutes=1))  # <- here
    BashOperator(task_id="b", bash_command="x", trigger_rule="all_done_setup_success")  # <- here
    BashOperator(task_id="c", bash_command="x", email_on_failure="no", pool_slots=1.5)
