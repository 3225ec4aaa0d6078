"""Neither branch exists."""
from datetime import datetime

try:
    from airflow.contrib.operators.vertica_operator import VerticaOperator
except ImportError:
    from airflow.providers.vertica.operators.vertica import VerticaOperator

from airflow import DAG

with DAG("fallback_both_fail", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    VerticaOperator(task_id="a", sql="select 1")
