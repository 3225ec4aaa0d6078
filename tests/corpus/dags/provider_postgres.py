from datetime import datetime

from airflow import DAG
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.providers.postgres.operators.postgres import PostgresOperator

with DAG("provider_postgres", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PostgresOperator(task_id="q", sql="select 1", postgres_conn_id="p")
