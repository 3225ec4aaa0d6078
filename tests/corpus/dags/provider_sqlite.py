from datetime import datetime

from airflow import DAG
from airflow.providers.sqlite.operators.sqlite import SqliteOperator

with DAG("provider_sqlite", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    SqliteOperator(task_id="q", sql="select 1", sqlite_conn_id="s")
