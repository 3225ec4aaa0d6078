from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.ecs import EcsOperator

with DAG("amazon_ecs_old", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EcsOperator(task_id="run", cluster="c", task_definition="d", overrides={})
