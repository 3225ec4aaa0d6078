"""A sensor waits for hours in poke mode.

Why
    In mode `poke` a sensor keeps its place on a worker for as long as it waits. A few of them fill an environment
    (5 places per worker of class small), and all other tasks stay queued; after 12 hours the task is handed out
    again.

Fix
    Use `mode="reschedule"` or `deferrable=True`; both give the place back between two looks.

Bad
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("events", schedule=None):
        S3KeySensor(task_id="arrived", bucket_key="s3://b/k", mode="poke", timeout=10 * 60 * 60)  # <- here
        S3KeySensor(task_id="some_day", bucket_key="s3://b/k", mode="poke")  # <- here

Good
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("events", schedule=None):
        S3KeySensor(task_id="arrived", bucket_key="s3://b/k", mode="reschedule", timeout=10 * 60 * 60)
        S3KeySensor(task_id="deferred", bucket_key="s3://b/k", deferrable=True, timeout=10 * 60 * 60)
        S3KeySensor(task_id="soon", bucket_key="s3://b/k", mode="poke", timeout=600)
        S3KeySensor(task_id="default", bucket_key="s3://b/k")
"""

import datetime
from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule

_LONG = 3600
_DEFAULT = 7 * 24 * 3600


@rule(
    severity="warning",
    covers=["task-longer-than-12-hours"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/sensors.html",
)
def check(task: Task) -> Iterator[Finding]:
    if not task.is_sensor or task.class_name.endswith("Async"):
        return
    mode, timeout = task.likely("mode"), task.likely("timeout")
    if mode is None and timeout is None:
        return
    if mode is not None and mode.value != "poke":
        return
    deferrable = task.likely("deferrable")
    if deferrable is not None and deferrable.value:
        return
    limit = task.likely("execution_timeout")
    wait = _seconds(timeout.value) if timeout is not None else _DEFAULT
    bound = _seconds(limit.value) if limit is not None else None
    if wait is not None and bound is not None:
        wait = min(wait, bound)
    if wait is not None and wait > _LONG:
        hours = f"{wait / 3600:.0f} hours" if wait < 48 * 3600 else f"{wait / 86400:.0f} days"
        why = "by default" if mode is None else "as written"
        message = f"`{task.class_name}` may keep its place on a worker for {hours} in poke mode"
        yield Finding(task, message, evidence=(f"mode is `poke` {why}",))


def _seconds(value: Any) -> float | None:
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
