from datetime import datetime

from airflow import DAG
from airflow.operators.postgres_operator import PostgresOperator

with DAG("v1_postgres_vacuum", start_date=datetime(2020, 2, 2), schedule_interval="@weekly", catchup=False) as dag:
    PostgresOperator(task_id="vacuum", sql="vacuum analyze", postgres_conn_id="reporting", autocommit=True)
