"""Needs a provider only when the task runs."""
from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator


def submit():
    from airflow.providers.databricks.hooks.databricks import DatabricksHook

    DatabricksHook().submit_run({})


with DAG("provider_databricks_lazy", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="submit", python_callable=submit)
