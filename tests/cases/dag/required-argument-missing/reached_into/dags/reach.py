from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("reach", schedule=None, default_args={"start_date": datetime(2024, 1, 1)}) as dag:
    dag.default_args["bash_command"] = "date"
    BashOperator(task_id="a")
