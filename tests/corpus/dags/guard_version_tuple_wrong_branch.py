"""The test is written the wrong way round, so Airflow 2 takes the branch for 3."""
from datetime import datetime

import airflow
from airflow import DAG

if tuple(int(part) for part in airflow.__version__.split(".")[:2]) < (3, 0):
    from airflow.providers.standard.operators.bash import BashOperator
else:
    from airflow.operators.bash_operator import BashOperator

with DAG("guard_wrong_branch", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    BashOperator(task_id="a", bash_command="date")
