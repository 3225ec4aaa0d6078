"""A DAG has a schedule and no start date.

Why
    Airflow 2 raises "DAG is missing the start_date parameter" when the file is parsed, so none of its DAGs appear.
    From 2.8 on the start date of a task does not count. Airflow 3 wants a start date only for `catchup=True`.

Fix
    Give the DAG a fixed date in the past: `start_date=datetime(2024, 1, 1)`.

Bad
    # dags/load.py
    from airflow import DAG

    with DAG("load", schedule="@daily", default_args={"retries": 2}):  # <- here
        pass
    ---
    # airflow-version: 2.7.2
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("load", schedule=None):  # <- here
        BashOperator(task_id="a", bash_command="date")

Good
    # dags/load.py
    from datetime import datetime

    from airflow import DAG
    from airflow.operators.bash import BashOperator

    DEFAULTS = {"retries": 2}
    DEFAULTS["start_date"] = datetime(2024, 1, 1)

    with DAG("by_hand", schedule=None):
        BashOperator(task_id="a", bash_command="date")
    with DAG("implicit"):
        BashOperator(task_id="a", bash_command="date")
    with DAG("daily", schedule="@daily", default_args={"start_date": datetime(2024, 1, 1)}):
        BashOperator(task_id="a", bash_command="date")
    with DAG("hourly", schedule="@hourly", default_args=DEFAULTS):
        BashOperator(task_id="a", bash_command="date")
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.refusals import certainly_true, is_plain, settled_defaults, surely_runs
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import AirflowVersion, Target


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/2.10.3/faq.html")
def check(dag: Dag, target: Target) -> Iterator[Finding]:
    if "start_date" in dag.arguments or not dag.complete or dag.is_uncalled or _hides_some(dag):
        return
    defaults = settled_defaults(dag) if is_plain(dag) else None
    if defaults is None or "start_date" in defaults or not surely_runs(dag.file, dag.scope, dag.block, target):
        return
    if _needs_one(dag, target.airflow):
        yield Finding(dag, f"the DAG has no start_date, which Airflow {target.airflow} refuses", _why(dag))


def _needs_one(dag: Dag, version: AirflowVersion) -> bool:
    schedule = dag.schedule
    if version < (2, 8):
        own = (task.complete and task.groups == () and "default_args" not in task.arguments for task in dag.tasks)
        return any(sure and "start_date" not in task.arguments for sure, task in zip(own, dag.tasks, strict=True))
    if schedule is None or not certainly_true(schedule):
        return False
    if version < (3,):
        return True
    catchup = dag.arguments.get("catchup")
    return catchup is not None and catchup.constant() is True and isinstance(schedule.constant(), str)


def _hides_some(dag: Dag) -> bool:
    """Whether arguments by position may include the start date, which once was the fourth."""
    placed = dag.node.args if isinstance(dag.node, ast.Call) else ()
    return len(placed) > 3 or any(isinstance(item, ast.Starred) for item in placed)


def _why(dag: Dag) -> tuple[str, ...]:
    schedule = dag.schedule
    return (f"line {schedule.place.line} gives it a schedule",) if schedule is not None else ()
