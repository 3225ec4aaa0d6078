from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("v2_concurrency", start_date=datetime(2021, 1, 1), schedule="@daily", concurrency=4, catchup=False) as dag:
    BashOperator(task_id="a", bash_command="true", task_concurrency=2)
