"""The job model of Airflow is imported from where it was before 2.6.

Why
    `airflow.jobs.base_job.BaseJob` became `airflow.jobs.job.Job` in Airflow 2.6. The database cleanup sample still
    imports the old one, or takes it for Airflow 3 because it compares the minor version alone: the DAG is not loaded.

Fix
    `from airflow.jobs.job import Job`; where both versions must work, compare `(major, minor) >= (2, 6)`.

Bad
    # dags/cleanup.py
    from airflow import DAG
    from airflow.jobs.base_job import BaseJob  # <- here

    with DAG("cleanup", schedule=None):
        print(BaseJob)
    ---
    # airflow-version: 3.0.6
    # dags/cleanup.py
    from airflow import DAG
    from airflow.version import version

    major, minor = int(version.split(".")[0]), int(version.split(".")[1])
    if major >= 2 and minor >= 6:
        from airflow.jobs.job import Job
    else:
        from airflow.jobs.base_job import BaseJob as Job  # <- here
    with DAG("cleanup", schedule=None):
        print(Job)

Good
    # dags/cleanup.py
    from airflow import DAG
    from airflow.version import version

    major, minor = int(version.split(".")[0]), int(version.split(".")[1])
    if (major, minor) >= (2, 6):
        from airflow.jobs.job import Job
    else:
        from airflow.jobs.base_job import BaseJob as Job
    with DAG("cleanup", schedule=None):
        print(Job)
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.scopes import Block
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_OLD = "airflow.jobs.base_job"


@rule(
    severity="error",
    covers=["base-job-renamed"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-database-cleanup.html",
)
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    for item in file.index.imports:
        if item.level or not (item.module == _OLD or (item.module == "airflow.jobs" and item.name == "base_job")):
            continue
        around = list(item.block.chain()) if item.block is not None else []
        if any(block.kind in ("try", "except", "try-else") for block in around):
            continue
        conditions = [block for block in around if block.kind in ("if", "else")]
        if not conditions:
            if target.airflow >= (2, 6):
                yield Finding(file.place_of(item.node), f"`{_OLD}` is `airflow.jobs.job` since Airflow 2.6")
        elif _compares_minor_alone(conditions) and target.airflow >= (3,) and target.airflow < (3, 6):
            message = f"`{_OLD}` is imported on {target.airflow}, as the test compares the minor version alone"
            yield Finding(file.place_of(item.node), message)


def _compares_minor_alone(conditions: list[Block]) -> bool:
    """Whether the import is the other branch of ``major >= 2 and minor >= 6``."""
    test = getattr(conditions[0].node, "test", None)
    if len(conditions) != 1 or conditions[0].kind != "else" or not isinstance(test, ast.BoolOp):
        return False
    bounds = [
        part.comparators[0].value
        for part in test.values
        if isinstance(part, ast.Compare)
        and len(part.ops) == 1
        and isinstance(part.ops[0], ast.GtE)
        and isinstance(part.comparators[0], ast.Constant)
    ]
    return isinstance(test.op, ast.And) and bounds == [2, 6]
