"""Whether the upstream DAGs kept their word: one sensor each, all of them rescheduled instead of holding a slot."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.decorators import setup, task, teardown
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.sensors.time_delta import TimeDeltaSensorAsync

from common import default_args

UPSTREAM = [("erp_extract", "done"), ("events_emr", None)]

with DAG(
    dag_id="freshness",
    schedule="0 1 * * *",
    start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Berlin"),
    catchup=False,
    default_args=default_args(retries=0),
    tags=["quality"],
) as dag:

    @setup
    def open_incident(ds: str | None = None) -> str:
        return f"incident-{ds}"

    @teardown(on_failure_fail_dagrun=False)
    def close_incident(incident: str) -> None:
        print(f"closing {incident}")

    @task(trigger_rule="none_failed")
    def verdict() -> None:
        print("every source is fresh")

    incident = open_incident()
    settle = TimeDeltaSensorAsync(task_id="settle", delta=timedelta(minutes=30))
    waits = [
        ExternalTaskSensor(
            task_id=f"wait_for_{dag_id}",
            external_dag_id=dag_id,
            external_task_id=task_id,
            allowed_states=["success"],
            failed_states=["failed"],
            mode="reschedule",
            poke_interval=600,
            timeout=5 * 3600,
        )
        for dag_id, task_id in UPSTREAM
    ]
    # short, so it may hold its slot
    ping = ExternalTaskSensor(
        task_id="ping", external_dag_id="shipments_landing", external_task_id="begin", timeout=120, poke_interval=20
    )
    incident >> settle >> [*waits, ping] >> verdict() >> close_incident(incident)
