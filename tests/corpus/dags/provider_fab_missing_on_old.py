from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager

with DAG("provider_fab", start_date=datetime(2024, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=FabAuthManager.__name__)
