"""Chooses the keyword by version."""
from datetime import datetime

from airflow import DAG, __version__
from airflow.operators.bash import BashOperator
from packaging.version import parse

SCHEDULE = {"schedule": "@daily"} if parse(__version__) >= parse("2.4") else {"schedule_interval": "@daily"}

with DAG("guard_version_string", start_date=datetime(2022, 1, 1), catchup=False, **SCHEDULE) as dag:
    BashOperator(task_id="a", bash_command="date")
