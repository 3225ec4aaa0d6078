"""A task or task group has an id with characters that Airflow refuses.

Why
    Airflow raises when the task is made, so none of the DAGs of the file appear.

Fix
    Use letters, digits, dashes, dots and underscores, at most 250; no dots in the id of a task group, and at most 200
    characters. Put a longer title into `task_display_name`.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.utils.task_group import TaskGroup

    with DAG("load", schedule=None):
        BashOperator(task_id="load/orders", bash_command="echo")  # <- here
        with TaskGroup("v1.0"):  # <- here
            BashOperator(task_id="clean", bash_command="echo")

Good
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.utils.task_group import TaskGroup

    with DAG("load", schedule=None):
        BashOperator(task_id="load.orders-2_eu", bash_command="echo", task_display_name="Load: orders / EU")
        with TaskGroup("v1.0", prefix_group_id=False):
            BashOperator(task_id="clean", bash_command="echo")
        with TaskGroup("v1_0", tooltip="v1.0 (old)"):
            BashOperator(task_id="clean", bash_command="echo")
"""

from collections.abc import Iterator

from mwaa_doctor.models.arguments import Argument, read_arguments
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dags import key_fault
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_GROUPS_CHECKED_SINCE = (2, 8, 1)


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/tasks.html")
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    for task in file.tasks:
        given = task.arguments.get("task_id")
        fault = _fault(given)
        if given is not None and fault is not None:
            yield Finding(given, f"task_id `{given.value[:80]}` {fault}", resource=task.resource)
    for call in file.calls("airflow:TaskGroup"):
        arguments, complete = read_arguments(call.node, file, call.scope, call.block)
        given = arguments.get("group_id")
        if given is None and call.node.args:
            given = Argument("group_id", call.node.args[0], file, call.scope, call.block)
        fault = _fault(given, group=True)
        if given is None or fault is None or not complete:
            continue
        unprefixed = "prefix_group_id" in arguments and arguments["prefix_group_id"].constant() is not True
        if target.airflow >= (_GROUPS_CHECKED_SINCE if not unprefixed else (3,)):
            yield Finding(given, f"group_id `{given.value[:80]}` {fault}")


def _fault(given: Argument | None, *, group: bool = False) -> str | None:
    value = given.constant() if given is not None else None
    return key_fault(value, group=group) if isinstance(value, str) else None
