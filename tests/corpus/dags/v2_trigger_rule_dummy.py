from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils.trigger_rule import TriggerRule

with DAG("v2_trigger_rule_dummy", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a") >> EmptyOperator(task_id="b", trigger_rule=TriggerRule.DUMMY)
