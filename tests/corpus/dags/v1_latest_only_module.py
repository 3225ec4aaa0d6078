from datetime import datetime

from airflow import DAG
from airflow.operators.dummy_operator import DummyOperator
from airflow.operators.latest_only_operator import LatestOnlyOperator
from airflow.operators.python_operator import BranchPythonOperator, ShortCircuitOperator

with DAG("v1_latest_only", start_date=datetime(2020, 2, 2), schedule_interval="@hourly", catchup=True) as dag:
    latest = LatestOnlyOperator(task_id="latest")
    branch = BranchPythonOperator(task_id="branch", python_callable=lambda: "left")
    check = ShortCircuitOperator(task_id="check", python_callable=lambda: True)
    left, right = DummyOperator(task_id="left"), DummyOperator(task_id="right")
    latest >> check >> branch >> [left, right]
