"""Human in the loop came with 3.1."""
from datetime import datetime

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import DAG

with DAG("v3_hitl", start_date=datetime(2025, 10, 1), schedule=None) as dag:
    ApprovalOperator(task_id="approve", subject="Load?")
