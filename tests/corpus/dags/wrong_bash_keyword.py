from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("wrong_bash_keyword", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    BashOperator(task_id="a", command="date")
