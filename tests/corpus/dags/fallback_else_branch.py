from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

try:
    import json
except ImportError:
    import simplejson as json
else:
    import orjson_that_nobody_installed

with DAG("fallback_else", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
