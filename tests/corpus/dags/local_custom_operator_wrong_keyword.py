from datetime import datetime

from airflow import DAG

from shared.operators import GreetOperator

with DAG("local_custom_operator_wrong", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    GreetOperator(task_id="a", whom="world")
