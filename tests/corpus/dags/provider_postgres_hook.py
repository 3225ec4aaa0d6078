from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.postgres.hooks.postgres import PostgresHook


def count():
    return PostgresHook(postgres_conn_id="p").get_first("select 1")


with DAG("provider_postgres_hook", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="q", python_callable=count)
