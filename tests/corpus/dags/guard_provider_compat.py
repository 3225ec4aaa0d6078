"""The flag that the amazon provider keeps for itself."""
from datetime import datetime

from airflow.providers.amazon.version_compat import AIRFLOW_V_3_0_PLUS

if AIRFLOW_V_3_0_PLUS:
    from airflow.sdk import DAG, task
else:
    from airflow import DAG
    from airflow.decorators import task

with DAG("guard_provider_compat", start_date=datetime(2023, 1, 1), schedule=None) as dag:

    @task
    def a():
        return 1

    a()
