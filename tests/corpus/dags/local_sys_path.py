import os
import sys
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "extra_code"))

from billing_rules import RATE  # noqa: E402

with DAG("local_sys_path", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=str(RATE))
