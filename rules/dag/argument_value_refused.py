"""A DAG or task is given a value that Airflow refuses.

Why
    Airflow checks some arguments when the DAG or the task is made and raises, so none of the DAGs of the file appear.
    What it checks grew with the versions: an upgrade can break a file that has always worked.

Fix
    Give the argument a value of the kind that it takes: `timedelta(minutes=5)`, an integer, one of the known names.

Bad
    # dags/load.py
    from datetime import datetime

    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.sensors.filesystem import FileSensor

    with DAG("load", schedule=None, start_date="2024-01-01"):  # <- here
        BashOperator(task_id="a", bash_command="true", trigger_rule="all_finished")  # <- here
        BashOperator(task_id="b", bash_command="true", execution_timeout=300)  # <- here
        BashOperator(task_id="c", bash_command="true", retries="three", pool_slots=0)  # <- here
        FileSensor(task_id="d", filepath="x", mode="rescheduled")  # <- here

Good
    # dags/load.py
    from datetime import datetime, timedelta

    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.sensors.filesystem import FileSensor
    from airflow.utils.trigger_rule import TriggerRule

    with DAG("load", schedule=None, start_date=datetime(2024, 1, 1), default_args={"start_date": "2024-01-01"}):
        BashOperator(task_id="a", bash_command="true", trigger_rule=TriggerRule.NONE_FAILED)
        BashOperator(task_id="b", bash_command="true", execution_timeout=timedelta(seconds=300), retry_delay=60)
        BashOperator(task_id="c", bash_command="true", retries="3", pool_slots=1, trigger_rule="dummy")
        FileSensor(task_id="d", filepath="x", mode="reschedule", poke_interval=timedelta(minutes=5))
"""

import ast
import datetime
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from mwaa_doctor.facts.argument_values import argument_checks, values
from mwaa_doctor.facts.removals import removed_features
from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.refusals import defaults_around, is_plain, possible_versions, surely_runs
from mwaa_doctor.models.repairs import other_text
from mwaa_doctor.rule import Finding, Fix, rule
from mwaa_doctor.target import Target

_NOT_CONSTANT = object()
_REMOVED = "trigger-rule"


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html")
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    for dag in file.dags:
        for name in dag.arguments.keys() & _checked("dag", target) if is_plain(dag) and not dag.is_uncalled else ():
            given = dag.arguments[name]
            fault = _fault("dag", given, target)
            if fault is not None and surely_runs(file, dag.scope, dag.block, target):
                yield _finding(given, fault, dag.resource)
    checked = _checked("task", target) | _checked("sensor", target)
    harmless: set[tuple[int, bool, bool]] = set()
    for task in file.tasks:
        if not task.operator.startswith("airflow:"):
            continue
        defaults = defaults_around(task) or {}
        inherited = [defaults[name] for name in defaults.keys() & checked if name not in task.arguments]
        for given in (*(task.arguments[name] for name in task.arguments.keys() & checked), *inherited):
            known = (id(given.node), task.mapped, task.is_sensor)
            if known in harmless:
                continue
            fault = None if given.name in task.expanded else _fault("task", given, target, task)
            if fault is None and task.is_sensor and not task.mapped:
                fault = _fault("sensor", given, target, task)
            if fault is None:
                harmless.add(known)
            elif surely_runs(file, task.call.scope, task.call.block, target):
                yield _finding(given, fault, task.resource)


@cache
def _checked(on: str, target: Target) -> frozenset[str]:
    """The arguments of which some version that the target may be checks the value."""
    return frozenset(name for version in possible_versions(target) for name in argument_checks(on, version))


def _fault(on: str, given: Argument, target: Target, task: Task | None = None) -> tuple[str, str | None] | None:
    """What is wrong with a value, in words, and the nearest value that is taken."""
    if given.name not in _checked(on, target):
        return None
    is_name = isinstance(given.node, (ast.Attribute, ast.Name))
    owner, _, member = given.resolved.rpartition(".") if is_name else ("", "", "")
    is_member = owner in ("airflow:TriggerRule", "airflow:WeightRule") and member.isupper()
    value = member.lower() if is_member else given.constant(_NOT_CONSTANT)
    if value is _NOT_CONSTANT:
        return None
    is_text = isinstance(value, str) and not is_member
    own = task is None or task.arguments.get(given.name) is given
    if given.name == "trigger_rule" and own and is_text and value in removed_features(_REMOVED):
        return None  # another rule says so, with its successor
    how = _How(
        is_set=isinstance(given.origin.node, ast.Set),
        own=own,
        mapped=task is not None and task.mapped and not is_member,
    )
    if isinstance(value, (str, int, float, datetime.timedelta, type(None))):
        return _known_verdict(on, given.name, type(value).__name__, value, target, how)
    return _verdict(on, given.name, value, target, how)


@dataclass(frozen=True, slots=True)
class _How:
    """How a value is given: as a set, by the task itself, to ``partial``."""

    is_set: bool
    own: bool
    mapped: bool


@lru_cache(maxsize=4096)
def _known_verdict(
    on: str, name: str, _kind: str, value: Any, target: Target, how: _How
) -> tuple[str, str | None] | None:
    return _verdict(on, name, value, target, how)


def _verdict(on: str, name: str, value: Any, target: Target, how: _How) -> tuple[str, str | None] | None:
    for version in possible_versions(target):
        for row in argument_checks(on, version).get(name, ()):
            if (row.own and not how.own) or (how.mapped and not row.mapped):
                continue
            fault = row.fault(name, value, version, is_set=how.is_set)
            if fault is not None:
                shown = repr(value) if len(repr(value)) <= 60 else f"{repr(value)[:57]}..."
                near = difflib.get_close_matches(value, values(name, version), 1) if isinstance(value, str) else []
                message = f"`{name}` is `{shown}`, Airflow {target.airflow} {fault}"
                return message, near[0] if near else None
    return None


def _finding(given: Argument, fault: tuple[str, str | None], resource: str) -> Finding:
    message, near = fault
    edit = other_text(given.origin, near) if near is not None else None
    fix = Fix(f'Write "{near}"', (edit,) if edit is not None else ()) if near is not None else None
    return Finding(given, message, fix=fix, resource=resource, cause=f"{given.place}")
