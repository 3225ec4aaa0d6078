"""Dates that follow the clock: what an expression takes from the time of the parse."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.python_file import argument

_CLOCKS = frozenset({
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "pendulum.now", "pendulum.today", "pendulum.yesterday", "pendulum.tomorrow", "pendulum.DateTime.now",
    "pendulum.DateTime.utcnow", "pendulum.DateTime.today", "airflow:utcnow", "airflow:days_ago", "time.time",
    "arrow.now", "arrow.utcnow", "pandas.Timestamp.now", "pandas.Timestamp.today", "pandas.Timestamp.utcnow",
})  # fmt: skip
_DAY_FIELDS = {"year", "month", "day"}
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class MovingDate:
    """A date that follows the clock: by which function, and ``days`` if it is the midnight so many days ago."""

    name: str
    days: int | None = None


def moving_date(given: Argument, depth: int = 0) -> MovingDate | None:
    """How a date follows the clock; ``None`` for one that does not, or whose origin is not known."""
    given = given.origin
    node = given.node
    if depth > _MAX_DEPTH:
        return None
    if isinstance(node, ast.Call):
        return _of_call(node, given, depth)
    parts: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, (ast.Attribute, ast.Starred)):
        parts = [node.value]
    elif isinstance(node, (ast.Tuple, ast.List)):
        parts = node.elts
    elif isinstance(node, ast.IfExp):
        one, other = (moving_date(given.part(part), depth + 1) for part in (node.body, node.orelse))
        return MovingDate(one.name) if one is not None and other is not None else None
    return _of_parts(parts, given, depth)


def _of_parts(parts: list[ast.expr], given: Argument, depth: int) -> MovingDate | None:
    for part in parts:
        found = moving_date(given.part(part), depth + 1)
        if found is not None:
            return MovingDate(found.name)
    return None


def _of_call(node: ast.Call, given: Argument, depth: int) -> MovingDate | None:
    name = given.file.resolve(node.func, given.scope)
    if name in _CLOCKS:
        shown = name.rpartition(":")[2]
        if shown == "pendulum.today":
            return MovingDate(shown, 0)
        return MovingDate(shown, _days(node, given) if shown == "days_ago" else None)
    keywords = {keyword.arg for keyword in node.keywords}
    if isinstance(node.func, ast.Attribute):
        if node.func.attr == "replace" and (keywords >= _DAY_FIELDS or len(node.args) >= len(_DAY_FIELDS)):
            return None
        owner = moving_date(given.part(node.func.value), depth + 1)
        if owner is not None:
            return MovingDate(owner.name, _shifted(node, owner, given))
    return _of_parts([*node.args, *(keyword.value for keyword in node.keywords)], given, depth)


def _days(node: ast.Call, given: Argument) -> int | None:
    """The days of ``days_ago``, if the hour is left at midnight."""
    days = argument(node, "n", 0)
    value = given.file.constant(days, given.scope)
    return value if isinstance(value, int) and len(node.args) + len(node.keywords) == 1 and value >= 0 else None


def _shifted(node: ast.Call, owner: MovingDate, given: Argument) -> int | None:
    """The days ago after ``.add(days=-2)`` or ``.subtract(days=2)``."""
    assert isinstance(node.func, ast.Attribute)
    if owner.days is None or node.args or {keyword.arg for keyword in node.keywords} != {"days"}:
        return None
    value = given.file.constant(node.keywords[0].value, given.scope)
    if not isinstance(value, int) or node.func.attr not in ("add", "subtract"):
        return None
    days = owner.days + (value if node.func.attr == "subtract" else -value)
    return days if days >= 0 else None
