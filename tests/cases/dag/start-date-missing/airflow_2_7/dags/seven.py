from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("own_dates", schedule="@daily"):
    BashOperator(task_id="a", bash_command="x", start_date=datetime(2024, 1, 1))
with DAG("one_without", schedule=None):  # <- here
    BashOperator(task_id="a", bash_command="x", start_date=datetime(2024, 1, 1))
    BashOperator(task_id="b", bash_command="x")
with DAG("empty", schedule="@daily"):
    pass
