from contextlib import suppress
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

yaml_loader = None
with suppress(ImportError):
    from ruamel.yaml import YAML as yaml_loader

with DAG("fallback_suppress", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
