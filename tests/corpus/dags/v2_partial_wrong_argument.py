from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("v2_partial_wrong", start_date=datetime(2022, 4, 1), schedule=None) as dag:
    BashOperator.partial(task_id="run", bash_comand="x").expand(env=[{"A": "1"}])
