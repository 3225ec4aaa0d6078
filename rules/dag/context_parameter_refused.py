"""A TaskFlow function has a context parameter in a form that Airflow refuses.

Why
    Parameters such as `ds`, `ti`, `params` or `run_id` are filled from the task's context. From 2.9 on they may have no
    default but `None`; in 2.8 to 3.0 they may not stand before a parameter without a default. Otherwise Airflow raises
    when the file is parsed, and none of its DAGs appear.

Fix
    Write `ds=None`, put context parameters last, or give a parameter that is no context key another name.

Bad
    # dags/load.py
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task
        def store(ti, table):
            print(ti, table)

        @task
        def count(run_id="none"):
            print(run_id)

        store(table="orders")  # <- here
        count()  # <- here

    load()

Good
    # dags/load.py
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task
        def store(table, ti, *, rows, ds=None, limit=5):
            print(ti, table, rows, ds, limit)

        @task
        def never_called(run_id="none"):
            print(run_id)

        store(table="orders", rows=3)

    load()
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.facts.context_keys import context_keys, lasting_context_keys
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.refusals import keeps_signature, surely_runs
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/taskflow.html")
def check(task: Task, target: Target) -> Iterator[Finding]:
    function = task.function
    if task.kind != "taskflow" or task.mapped or function is None or not keeps_signature(task.file, function):
        return
    defaults = _with_default(function.node.args)
    early = _too_early(function.node.args)
    if not (defaults or early) or not surely_runs(task.file, task.call.scope, task.call.block, target):
        return
    where = (f"line {function.node.lineno} defines `{function.node.name}`",)
    if defaults and target.airflow >= (2, 9):
        message = f"`{defaults}` is filled from the context and has a default other than `None`"
        yield Finding(task, message, where, resource=task.resource)
    elif early and (2, 8) <= target.airflow < (3, 1):
        message = f"`{early}` is filled from the context and stands before a parameter without a default"
        yield Finding(task, message, where, resource=task.resource)


def _with_default(arguments: ast.arguments) -> str:
    """The first context parameter with a default other than ``None``."""
    placed = [*arguments.posonlyargs, *arguments.args]
    pairs = list(zip(placed[len(placed) - len(arguments.defaults) :], arguments.defaults, strict=True))
    pairs += [(given, value) for given, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    for given, value in pairs:
        is_none = isinstance(value, ast.Constant) and value.value is None
        if (
            given.arg in lasting_context_keys()
            and not is_none
            and isinstance(value, (ast.Constant, ast.List, ast.Dict))
        ):
            return given.arg
    return ""


def _too_early(arguments: ast.arguments) -> str:
    """The first context parameter before one without a default that is no context parameter."""
    placed = [*arguments.posonlyargs, *arguments.args]
    names = [given.arg for given in placed[: len(placed) - len(arguments.defaults)]]
    for position, name in enumerate(names):
        if name in lasting_context_keys() and any(other not in context_keys() for other in names[position + 1 :]):
            return name
    return ""
