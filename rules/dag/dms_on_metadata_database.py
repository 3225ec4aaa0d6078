"""A DMS task uses the metadata database of the environment.

Why
    The database belongs to MWAA and lies behind an endpoint that DMS cannot reach, with credentials that change.
    The replication task never connects.

Fix
    Export what is needed with a DAG, through the REST API, and let DMS read that.

Bad
    # dags/replicate.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.dms import DmsCreateTaskOperator

    with DAG("replicate", schedule=None):
        DmsCreateTaskOperator(  # <- here
            task_id="create", replication_task_id="metadata", source_endpoint_arn="{{ conn.airflow_db.host }}"
        )

Good
    # dags/replicate.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.dms import DmsCreateTaskOperator

    with DAG("replicate", schedule=None):
        DmsCreateTaskOperator(task_id="create", replication_task_id="orders", source_endpoint_arn="{{ var.value.erp }}")
"""

import ast
import re
from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule

_METADATA = re.compile(r"\bairflow_db\b|SQL_ALCHEMY_CONN|\bAirflowMetadata\b", re.IGNORECASE)


@rule(
    severity="error",
    covers=["dms-on-metadata-database"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(task: Task) -> Iterator[Finding]:
    if not task.operator.startswith("airflow:Dms"):
        return
    for argument in task.arguments.values():
        texts = (node.value for node in ast.walk(argument.node) if isinstance(node, ast.Constant))
        found = next(filter(None, (_METADATA.search(text) for text in texts if isinstance(text, str))), None)
        if found:
            yield Finding(task, f"`{argument.name}` names the metadata database by `{found.group()}`")
            return
