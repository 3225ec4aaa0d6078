from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("v2_trigger_rule_wrong", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a") >> EmptyOperator(task_id="b", trigger_rule="all_finished")
