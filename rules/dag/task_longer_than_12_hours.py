"""A task is allowed to run for more than 12 hours.

Why
    MWAA takes the message of a running task back after 12 hours (the visibility timeout of its queue) and gives it
    to another worker. The first run is killed or both run at once, with logs that end in the middle.

Fix
    Split the task, or start the work elsewhere and wait with `deferrable=True` or a sensor in `mode="reschedule"`.

Bad
    # dags/events.py
    from datetime import timedelta

    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("events", schedule=None):
        BashOperator(task_id="crunch", bash_command="crunch", execution_timeout=timedelta(hours=18))  # <- here

Good
    # dags/events.py
    from datetime import timedelta

    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.providers.amazon.aws.operators.glue import GlueJobOperator

    with DAG("events", schedule=None):
        BashOperator(task_id="crunch", bash_command="crunch", execution_timeout=timedelta(hours=12))
        GlueJobOperator(task_id="glue", job_name="x", deferrable=True, execution_timeout=timedelta(days=1))
"""

import datetime
from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule

_LONGEST = datetime.timedelta(hours=12)


@rule(
    severity="warning",
    covers=["task-longer-than-12-hours"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-cloudwatch-cloudtrail-logs.html",
)
def check(task: Task) -> Iterator[Finding]:
    limit = task.effective("execution_timeout")
    if limit is None:
        return
    value = limit.value
    if not isinstance(value, datetime.timedelta) or value <= _LONGEST:
        return
    deferrable = task.likely("deferrable")
    mode = task.likely("mode") if task.is_sensor else None
    if (deferrable is not None and deferrable.value) or (mode is not None and mode.value == "reschedule"):
        return
    hours = value.total_seconds() / 3600
    message = f"execution_timeout allows {hours:g} hours, and MWAA hands a task out again after 12"
    yield Finding(limit, message, resource=task.resource, cause=f"{limit.place}")
