from datetime import datetime

from airflow import DAG
from airflow.providers.http.operators.http import SimpleHttpOperator
from airflow.providers.http.sensors.http import HttpSensor

with DAG("provider_http_simple", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    HttpSensor(task_id="up", endpoint="health", http_conn_id="api") >> SimpleHttpOperator(task_id="go", endpoint="jobs", method="POST")
