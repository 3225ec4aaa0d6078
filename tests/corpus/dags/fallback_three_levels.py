from datetime import datetime

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
except ModuleNotFoundError:
    try:
        from airflow.operators.empty import EmptyOperator
    except ModuleNotFoundError:
        from airflow.operators.dummy_operator import DummyOperator as EmptyOperator

from airflow import DAG

with DAG("fallback_three", start_date=datetime(2022, 1, 1)) as dag:
    EmptyOperator(task_id="a")
