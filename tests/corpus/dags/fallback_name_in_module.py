"""The module exists, the name does not; ImportError covers that too."""
from datetime import datetime

try:
    from airflow.providers.http.operators.http import HttpOperator
except ImportError:
    from airflow.providers.http.operators.http import SimpleHttpOperator as HttpOperator

from airflow import DAG

with DAG("fallback_name", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    HttpOperator(task_id="a", endpoint="x", http_conn_id="api")
