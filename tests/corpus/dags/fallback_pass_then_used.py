"""The package is optional in the import and needed below it."""
from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator

try:
    import great_expectations as gx
except ImportError:
    pass

CONTEXT = gx.get_context

with DAG("fallback_pass", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=CONTEXT)
