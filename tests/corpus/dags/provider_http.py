from datetime import datetime

from airflow import DAG
from airflow.providers.http.hooks.http import HttpHook
from airflow.providers.http.operators.http import HttpOperator

with DAG("provider_http", start_date=datetime(2024, 1, 1), schedule=None) as dag:
    HttpOperator(task_id="go", endpoint="jobs", method="GET", response_filter=lambda answer: answer.json(), http_conn_id="api")
