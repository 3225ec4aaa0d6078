"""A TaskFlow function is called with other arguments than it takes.

Why
    Airflow compares the call of a `@task` function with its parameters when the file is parsed and raises, so none of
    the DAGs of the file appear. Only parameters named as keys of the context, such as `ds`, are filled in at run time.

Fix
    Give every parameter without a default, by the name that the function has for it.

Bad
    # dags/load.py
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task
        def store(total, table):
            print(total, table)

        store(3)  # <- here
        store(3, "orders", mode="w")  # <- here
        store.partial(total=3).expand(name=["a"])  # <- here

    load()

Good
    # dags/load.py
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task
        def store(total, ds, table="orders", **context):
            print(total, ds, table, context)

        store(3, mode="w")
        store.partial(table="returns").expand(total=[1, 2])
        store.override(task_id="again")(*[3])

    load()
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.facts.context_keys import context_keys
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.refusals import keeps_signature, surely_runs
from mwaa_doctor.models.signatures import Signature, plain_call
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/taskflow.html")
def check(task: Task, target: Target) -> Iterator[Finding]:
    function = task.function
    if task.kind != "taskflow" or function is None or not keeps_signature(task.file, function):
        return
    fault = _fault(task, Signature.of(function.node))
    if fault is not None and surely_runs(task.file, task.call.scope, task.call.block, target):
        where = f"line {function.node.lineno} defines `{function.node.name}`"
        yield Finding(task, f"`{function.node.name}` {fault}", (where,), resource=task.resource)


def _fault(task: Task, signature: Signature) -> str | None:
    if task.mapped:
        return _mapped_fault(task.call.node, signature)
    call = plain_call(task.call.node)
    if call is None:
        return None
    positions, keywords = call
    missing = signature.missing(positions, keywords, context_keys())
    if missing:
        return f"is called without {_words(missing)}"
    if positions > len(signature.positional) and not signature.takes_more_positions:
        return f"takes {len(signature.positional)} arguments by position, the call gives {positions}"
    unknown = signature.unknown(keywords)
    return f"has no parameter {_words(unknown)}" if unknown else None


def _mapped_fault(node: ast.Call, signature: Signature) -> str | None:
    """Airflow looks only at the names then; what is missing shows when the task runs."""
    calls = [node]
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
        inner = node.func.value
        if isinstance(inner.func, ast.Attribute) and inner.func.attr == "partial":
            calls.append(inner)
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("expand", "partial"):
            unknown = signature.unknown(frozenset(str(keyword.arg) for keyword in call.keywords if keyword.arg))
            if unknown:
                return f"has no parameter {_words(unknown)}"
    return None


def _words(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
