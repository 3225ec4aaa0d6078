"""A DAG with a schedule has a parameter without a valid default.

Why
    A scheduled run has nobody who could fill in the parameter. From 2.7 on Airflow raises when the file is parsed, so
    none of its DAGs appear.

Fix
    Give the `Param` a default that fits its type, or allow `None` by `type=["null", "string"]`.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.models.param import Param

    with DAG("load", schedule="@daily", params={"table": Param(type="string"), "rows": 5}):  # <- here
        pass
    with DAG("report", params={"rows": Param("many", type="integer")}):  # <- here
        pass

Good
    # dags/load.py
    from airflow import DAG
    from airflow.models.param import Param

    with DAG("by_hand", schedule=None, params={"table": Param(type="string")}):
        pass
    with DAG("daily", schedule="@daily", params={"a": Param(5, type="integer"), "b": Param(None, type=["null"])}):
        pass
"""

import ast
import datetime
from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.arguments import Argument, dict_arguments
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.python_file import argument
from mwaa_doctor.models.refusals import changes_later, surely_runs
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target

_PARAM = ("airflow:Param()",)
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (dict,),
    "null": (type(None),),
}


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/params.html")
def check(dag: Dag, target: Target) -> Iterator[Finding]:
    given = dag.arguments.get("params")
    if given is None or not dag.complete or dag.is_uncalled or changes_later(given):
        return
    try:
        params = dict_arguments(given)
    except Unknown:
        return
    faults = [(name, param, fault) for name, param in params.items() if (fault := _fault(param)) is not None]
    if not faults or not surely_runs(dag.file, dag.scope, dag.block, target) or not _is_scheduled(dag, target):
        return
    for name, param, fault in faults:
        yield Finding(param, f"parameter `{name}` {fault}, and the DAG has a schedule", resource=dag.resource)


def _is_scheduled(dag: Dag, target: Target) -> bool:
    if target.airflow < (2, 7):
        return False
    if dag.schedule is None:
        return target.airflow < (3,)
    value = dag.schedule.constant()
    return bool(value) and isinstance(value, (str, datetime.timedelta))


def _fault(param: Argument) -> str | None:
    made = param.origin
    if not isinstance(made.node, ast.Call) or made.resolved not in _PARAM:
        return None
    if any(isinstance(item, ast.Starred) for item in made.node.args) or any(
        not item.arg for item in made.node.keywords
    ):
        return None
    default = argument(made.node, "default", 0)
    if default is None:
        return "has no default"
    kinds = argument(made.node, "type")
    try:
        value = made.part(default).value
        wanted = made.part(kinds).value if kinds is not None else None
    except Unknown:
        return None
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(wanted, (list, tuple)) or not wanted or not all(kind in _TYPES for kind in wanted):
        return None
    if any(_is(value, kind) for kind in wanted):
        return None
    return f"has the default `{value!r}`, which is no {' or '.join(wanted)}"


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])
