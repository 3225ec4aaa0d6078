from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    "v2_interval", start_date=datetime(2022, 1, 1), schedule_interval=timedelta(hours=4), catchup=False, max_active_runs=1
) as dag:
    BashOperator(task_id="tick", bash_command="date")
