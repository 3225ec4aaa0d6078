"""A KeyError catches no missing module."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

try:
    import pyspark
except KeyError:
    pyspark = None

with DAG("fallback_wrong_exception", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
