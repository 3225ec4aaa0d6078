"""An operator lacks an argument that it needs.

Why
    Airflow raises "missing keyword argument" when the file is parsed, so none of its DAGs appear.

Fix
    Give the argument to the operator, or to all of them by `default_args`.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator

    with DAG("load", schedule=None):
        EmptyOperator()  # <- here
        BashOperator(task_id="a")  # <- here

Good
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.utils.task_group import TaskGroup

    with DAG("load", schedule=None, default_args={"bash_command": "date"}):
        BashOperator(task_id="a")
    with DAG("report", schedule=None):
        BashOperator.partial(task_id="b").expand(bash_command=["date"])
        with TaskGroup("group", default_args={"bash_command": "date"}):
            BashOperator(task_id="c")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.refusals import defaults_around, surely_runs
from mwaa_doctor.models.signatures import constructor
from mwaa_doctor.rule import Finding, rule


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/operators.html")
def check(task: Task, image: Image) -> Iterator[Finding]:
    if task.kind != "operator" or not task.complete or task.call.node.args:
        return
    required = _required(task, image)
    missing = sorted(required - task.arguments.keys() - task.expanded) if required else []
    if not missing:
        return
    defaults = defaults_around(task)
    if defaults is None or not surely_runs(task.file, task.call.scope, task.call.block, image.target):
        return
    missing = [argument for argument in missing if argument not in defaults]
    if missing:
        names = ", ".join(f"`{argument}`" for argument in missing)
        yield Finding(task, f"`{task.class_name}` lacks {names}", resource=task.resource)


def _required(task: Task, image: Image) -> frozenset[str] | None:
    """The arguments that the operator's class wants; ``None`` if they are not known."""
    name = task.file.qualified_name(task.call).removesuffix(".partial")
    if task.mapped:
        return frozenset({"task_id"})  # for the rest Airflow looks only when the task runs
    if not task.operator.startswith("airflow:"):
        own = constructor(task.file, name)
        return own.required if own is not None else None
    parameters = image.surface.parameters(name)
    if parameters is None or image.has(name) is not True:
        return None
    if not all(parameters.accepts(argument) for argument in task.arguments):
        return None  # a misspelt name is what is missing, and another rule says so
    return parameters.required
