"""What Terraform's operators, indexes and attributes make of values that are known, or known in part."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import Any

from mwaa_doctor.models.template_text import Hole, TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, unknown
from mwaa_doctor.sources.terraform import functions
from mwaa_doctor.unknown import Unknown

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {"==": operator.eq, "!=": operator.ne}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_LOGIC: dict[str, Callable[[Any, Any], Any]] = {"&&": lambda a, b: a and b, "||": lambda a, b: a or b}


def combined(sign: str, one: Any, other: Any, place: Place) -> Located:
    """Two values joined by an operator; raises ``NotComputed``."""
    if sign in _LOGIC:
        for value in (one, other):
            if value is (sign == "||"):
                return Located(value, place)
    for value in (one, other):
        if isinstance(value, (Unknown, TemplateText)):
            raise functions.NotComputed(value.reason)
    if sign in _COMPARISONS:
        return Located(_COMPARISONS[sign](one, other), place)
    if sign in _LOGIC and isinstance(one, bool) and isinstance(other, bool):
        return Located(_LOGIC[sign](one, other), place)
    if sign in _ARITHMETIC and all(isinstance(value, (int, float)) for value in (one, other)):
        return Located(_ARITHMETIC[sign](one, other), place)
    raise functions.NotComputed


def changed(sign: str, value: Located, place: Place) -> Located:
    """A value behind ``!`` or ``-``; raises ``NotComputed``."""
    if sign == "!":
        return Located(not truth(value), place)
    if isinstance(value.value, (int, float)):
        return Located(-value.value, place)
    raise functions.NotComputed(getattr(value.value, "reason", ""))


def members_of(collection: Located) -> list[tuple[str | int, Located]]:
    """The members of a collection with their keys or positions; raises ``NotComputed``."""
    if isinstance(collection.value, list):
        return list(enumerate(collection.value))
    if isinstance(collection.value, dict):
        return sorted(collection.value.items())
    raise functions.NotComputed(getattr(collection.value, "reason", ""))


def truth(value: Located) -> bool:
    """A condition; raises ``NotComputed`` if it is not known."""
    if isinstance(value.value, bool):
        return value.value
    if value.value in ("true", "false"):
        return bool(value.value == "true")
    raise functions.NotComputed(getattr(value.value, "reason", ""))


def member_of(value: Located, step: str | int | None, place: Place) -> Located:
    """What stands at a key, position or attribute; raises ``Absent`` or ``NotComputed``."""
    if hasattr(value.value, "attribute") and isinstance(step, str):
        found: Located = value.value.attribute(step, place)
        return found
    if isinstance(value.value, (Unknown, TemplateText)):
        if isinstance(value.value, TemplateText) and step is not None and len(value.value.parts) == 1:
            outer = value.value.parts[0]
            assert isinstance(outer, Hole)
            name = f"{outer.name}[{json.dumps(step)}]" if isinstance(step, int) else f"{outer.name}.{step}"
            return Located(TemplateText((Hole(name, outer.reason),)), place)
        return unknown(value.value.reason, place)
    if isinstance(value.value, list) and isinstance(step, int) and 0 <= step < len(value.value):
        return value.members[step]
    if isinstance(value.value, dict) and isinstance(step, str) and step in value.value:
        return value.entries[step]
    if isinstance(value.value, list) and isinstance(step, int):
        raise functions.Absent(f"there is no member {step}: the list has {len(value.value)}")
    if step is None:
        raise functions.NotComputed
    raise functions.Absent(f"there is no `{step}`")
