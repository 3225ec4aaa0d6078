from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("v2_schedule", start_date=datetime(2022, 1, 1), schedule=timedelta(hours=4), catchup=False) as dag:
    BashOperator(task_id="tick", bash_command="date", env={"A": "1"}, append_env=True)
