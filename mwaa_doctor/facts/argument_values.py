"""Which constant values the arguments of DAGs, operators and sensors take: argument_checks().

Source: see argument_values.toml.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mwaa_doctor.facts.reading import read_rows

_LATEST = (9999,)
_KINDS = (
    (bool, "bool"),
    (int, "int"),
    (float, "float"),
    (str, "text"),
    (list, "list"),
    (tuple, "tuple"),
    (dict, "dict"),
    (datetime.timedelta, "timedelta"),
)
_WORDS = {
    "none": "`None`",
    "bool": "`True` or `False`",
    "int": "an integer",
    "float": "a number",
    "text": "a string",
    "digits": "digits",
    "list": "a list",
    "tuple": "a tuple",
    "set": "a set",
    "dict": "a dict",
    "timedelta": "a `timedelta`",
    "falsy": "nothing",
}


@dataclass(frozen=True, slots=True)
class ArgumentCheck:
    """What arguments take in the versions from `since` to `until` (exclusive); see argument_values.toml."""

    on: str
    names: tuple[str, ...]
    takes: tuple[str, ...]
    since: str
    until: str = ""
    at_least: int | None = None
    listed: bool = False
    items: str = ""
    longest: int = 0
    own: bool = False
    mapped: bool = False
    wants: str = ""

    def fault(self, name: str, value: Any, version: tuple[int, ...], *, is_set: bool = False) -> str | None:
        """What Airflow of this version wants instead of a constant value; None if it takes the value."""
        found = kinds(value, is_set=is_set)
        if not found.intersection(self.takes):
            return f"takes {self.words}"
        if self.listed and isinstance(value, str) and "." not in value and value not in values(name, version):
            return f"knows {', '.join(f'`{known}`' for known in values(name, version))}"
        if self.at_least is not None and isinstance(value, (int, float)) and value < self.at_least:
            return f"takes {self.at_least} or more"
        if self.items and isinstance(value, (list, tuple)):
            if not all(isinstance(item, str) for item in value):
                return "takes strings"
            if any(len(item) > self.longest for item in value):
                return f"takes at most {self.longest} characters each"
        return None

    @property
    def words(self) -> str:
        """The kinds that are taken, in words."""
        shown = [_WORDS[kind] for kind in self.takes if kind not in ("digits", "falsy", "none")]
        if "bool" in self.takes and "int" in self.takes:
            shown.remove(_WORDS["bool"])  # Python takes True for 1, nobody means it
        return " or ".join(shown) or self.wants


@dataclass(frozen=True, slots=True)
class ArgumentValues:
    """Texts that a listed argument takes in the versions from `since` to `until` (exclusive)."""

    name: str
    values: tuple[str, ...]
    since: str
    until: str = ""


def argument_checks(on: str, version: tuple[int, ...]) -> Mapping[str, tuple[ArgumentCheck, ...]]:
    """The checks of a `task`, `sensor` or `dag` in an Airflow version, by argument."""
    return _argument_checks(on, tuple(version))


@cache
def _argument_checks(on: str, version: tuple[int, ...]) -> Mapping[str, tuple[ArgumentCheck, ...]]:
    found: dict[str, tuple[ArgumentCheck, ...]] = {}
    for row in read_rows("argument_values.toml", "argument", ArgumentCheck):
        for name in row.names if row.on == on and _holds(row, version) else ():
            found[name] = (*found.get(name, ()), row)
    return found


@cache
def values(name: str, version: tuple[int, ...]) -> tuple[str, ...]:
    """The texts that a listed argument takes in an Airflow version."""
    rows = read_rows("argument_values.toml", "value", ArgumentValues)
    return tuple(text for row in rows if row.name == name and _holds(row, version) for text in row.values)


def kinds(value: Any, *, is_set: bool = False) -> frozenset[str]:
    """The kinds of a constant, as `takes` names them."""
    found = {"falsy"} if not value else set()
    if value is None:
        return frozenset({*found, "none"})
    kind = next((name for type_, name in _KINDS if isinstance(value, type_)), "other")
    found.add("set" if is_set else kind)
    if kind == "text":
        try:
            int(value)
            found.add("digits")
        except ValueError:
            pass
    return frozenset(found)


def _holds(row: ArgumentCheck | ArgumentValues, version: tuple[int, ...]) -> bool:
    until = _version(row.until) if row.until else _LATEST
    return _version(row.since) <= version < until


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
