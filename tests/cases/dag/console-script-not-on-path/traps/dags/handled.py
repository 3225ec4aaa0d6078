import os

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("handled", schedule=None):
    BashOperator(task_id="a", bash_command="dbt run", env={"PATH": os.environ["PATH"] + ":/x"})
