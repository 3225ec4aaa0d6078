"""An operator is given arguments by position.

Why
    Operators take keyword arguments only. Airflow raises "Use keyword arguments when initializing operators" when the
    file is parsed, so none of its DAGs appear.

Fix
    Name every argument: `BashOperator(task_id="load", bash_command="date")`.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("load", schedule=None):
        BashOperator("a", bash_command="date")  # <- here

Good
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.utils.task_group import TaskGroup

    with DAG("load", schedule=None):
        BashOperator(task_id="a", bash_command="date")
        BashOperator(*(), task_id="b", bash_command="date")
        with TaskGroup("c"):
            BashOperator.partial(task_id="d").expand(bash_command=["date", "uptime"])
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.refusals import surely_runs
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/operators.html")
def check(task: Task, target: Target) -> Iterator[Finding]:
    given = [item for item in task.call.node.args if not isinstance(item, ast.Starred)]
    if task.kind != "operator" or not given:
        return
    if surely_runs(task.file, task.call.scope, task.call.block, target) and target.airflow >= (2,):
        what = f"{task.class_name}.partial" if task.mapped else task.class_name
        yield Finding(task.file.place_of(given[0]), f"`{what}` takes keyword arguments only", resource=task.resource)
