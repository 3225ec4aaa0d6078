"""Whether the upstream DAGs kept their word."""

from __future__ import annotations

from datetime import timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.utils.dates import days_ago

from common import default_args

with DAG(
    dag_id="freshness",
    schedule="0 6 * * MON",
    start_date=days_ago(1),  # expect: moving-start-date
    catchup=False,
    default_args=default_args(retries=0, retry_delay=timedelta(minutes=1)),
    tags=["quality"],
) as dag:
    waits = [
        ExternalTaskSensor(
            task_id=f"wait_for_{dag_id}", external_dag_id=dag_id, mode="reschedule", poke_interval=600, timeout=5 * 3600
        )
        for dag_id in ("erp_extract", "events_emr")
    ]

    @task
    def verdict(since=days_ago) -> None:
        print("fresh since", since(1))

    waits >> verdict()
