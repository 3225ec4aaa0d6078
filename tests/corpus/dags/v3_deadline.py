"""Deadlines came with 3.1."""
from datetime import datetime, timedelta

from airflow.sdk import DAG, task
from airflow.sdk.definitions.deadline import AsyncCallback, DeadlineAlert, DeadlineReference

with DAG("v3_deadline", start_date=datetime(2025, 10, 1), schedule=None) as dag:

    @task
    def a():
        return 1

    a()
