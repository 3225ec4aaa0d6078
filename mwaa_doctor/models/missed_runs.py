"""How many runs of a DAG lie between its start date and a day: what catching up would make up for."""

from __future__ import annotations

import ast
import datetime

from mwaa_doctor.models.cron import WITHOUT_CRON, fault_of, runs_between
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.python_file import argument

_DATES = frozenset({"datetime.datetime", "pendulum.datetime", "airflow:timezone.datetime"})
MOST = 1_000


def start_of(dag: Dag) -> datetime.datetime | None:
    """The start date of a DAG, if it is written out as a day; time and zone are left aside."""
    given = dag.arguments.get("start_date")
    if given is None and dag.complete and "default_args" in dag.arguments:
        given = dag.default_args.get("start_date")
    date = given.origin if given is not None else None
    if date is None or not isinstance(date.node, ast.Call):
        return None
    if date.file.resolve(date.node.func, date.scope) not in _DATES:
        return None
    parts = [argument(date.node, name, position) for position, name in enumerate(("year", "month", "day"))]
    values = [part.value if isinstance(part, ast.Constant) else None for part in parts]
    try:
        return datetime.datetime(*values)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def missed_runs(schedule: object, start: datetime.datetime, day: datetime.date) -> int:
    """How many intervals of a schedule end between a start and a day, at most ``MOST``; 0 for what is no interval."""
    end = datetime.datetime.combine(day, datetime.time())
    if isinstance(schedule, datetime.timedelta):
        return min(MOST, max(0, int((end - start) / schedule))) if schedule > datetime.timedelta() else 0
    if not isinstance(schedule, str) or schedule in WITHOUT_CRON or fault_of(schedule) is not None:
        return 0
    return runs_between(schedule, start, end, MOST)
