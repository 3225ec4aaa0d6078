from datetime import datetime

from airflow import DAG
from airflow.operators.bash import bashOperator

with DAG("case_class", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    bashOperator(task_id="a", bash_command="date")
