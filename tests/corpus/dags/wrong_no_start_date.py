"""No start date: found, and never scheduled before 3.0 for want of one."""
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_no_start_date", schedule="@daily") as dag:
    EmptyOperator(task_id="a")
