from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("run", schedule=None):
    BashOperator(task_id="a", bash_command="dbt run")
