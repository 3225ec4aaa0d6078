import importlib
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

engine = importlib.import_module("duckdb_engine_of_ours")

with DAG("lazy_importlib_missing", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
