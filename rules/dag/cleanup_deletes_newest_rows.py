"""A cleanup DAG deletes the newest rows and keeps the oldest.

Why
    An older sample of the manual deletes rows whose age lies between `MIN_AGE_IN_DAYS` and `MAX_AGE_IN_DAYS`. With
    0 and 7 the runs of the last week disappear, running ones included, and the database keeps growing.

Fix
    Use `airflow db clean --clean-before-timestamp`, or set `MIN_AGE_IN_DAYS` to the days that are to be kept.

Bad
    # dags/cleanup.py
    from airflow import DAG
    from airflow.models import DagRun, TaskInstance

    MIN_AGE_IN_DAYS = 0  # <- here
    MAX_AGE_IN_DAYS = 7
    OBJECTS_TO_CLEAN = [[DagRun, DagRun.execution_date], [TaskInstance, TaskInstance.start_date]]

    with DAG("cleanup", schedule="@weekly"):
        pass

Good
    # dags/cleanup.py
    from airflow import DAG
    from airflow.models import DagRun

    MIN_AGE_IN_DAYS = 30
    MAX_AGE_IN_DAYS = 365
    OBJECTS_TO_CLEAN = [[DagRun, DagRun.execution_date]]

    with DAG("cleanup", schedule="@weekly"):
        pass
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.rule import Finding, rule

_MODELS = ("DagRun", "TaskInstance", "Log", "XCom", "TaskReschedule", "Job", "BaseJob")


@rule(
    severity="error",
    covers=["metadata-cleanup-sample"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-database-cleanup.html",
)
def check(file: DagFile) -> Iterator[Finding]:
    youngest = file.index.scope.bindings.get("MIN_AGE_IN_DAYS", ())
    if len(youngest) != 1 or youngest[0].value is None or "MAX_AGE_IN_DAYS" not in file.index.scope.bindings:
        return
    if not any(item.name in _MODELS and item.module.startswith("airflow.") for item in file.index.imports):
        return
    if file.constant(youngest[0].value) == 0:
        message = "`MIN_AGE_IN_DAYS` is 0, so the newest rows are deleted and the oldest are kept"
        yield Finding(file.place_of(youngest[0].value), message)
