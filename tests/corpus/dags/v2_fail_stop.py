from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("v2_fail_stop", start_date=datetime(2023, 8, 1), schedule=None, fail_stop=True) as dag:
    BashOperator(task_id="a", bash_command="false")
