"""A task is deferrable in an environment that has no triggerer.

Why
    Environments of MWAA have a triggerer from Airflow 2.7.2 on. Before that a deferred task waits for ever in the
    state `deferred`.

Fix
    Upgrade the environment, or use a sensor with `mode="reschedule"`.

Bad
    # airflow-version: 2.6.3
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.batch import BatchOperator

    with DAG("events", schedule=None):
        BatchOperator(task_id="run", job_name="x", job_queue="q", job_definition="d", deferrable=True)  # <- here

Good
    # airflow-version: 2.7.2
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.batch import BatchOperator

    with DAG("events", schedule=None):
        BatchOperator(task_id="run", job_name="x", job_queue="q", job_definition="d", deferrable=True)
    ---
    # airflow-version: 2.6.3
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.batch import BatchOperator

    with DAG("events", schedule=None):
        BatchOperator(task_id="run", job_name="x", job_queue="q", job_definition="d", deferrable=False)
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["deferrable-needs-2-7-2"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(task: Task, target: Target) -> Iterator[Finding]:
    given = task.arguments.get("deferrable")
    asynchronous = task.class_name.endswith("Async") or task.class_name in (
        "TimeDeltaSensorAsync",
        "DateTimeSensorAsync",
    )
    if not asynchronous and (given is None or given.value is not True):
        return
    if target.airflow < (2, 7, 2):
        message = f"`{task.class_name}` defers, and environments with Airflow {target.airflow} have no triggerer"
        yield Finding(task, message)
