"""Symptoms: what logs and answers of AWS say when something is wrong, and what is behind it.

Source: the troubleshooting pages of the MWAA user guide; each row names its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from mwaa_doctor.facts.reading import FactsError, make_rows, read_rows, read_toml

_FILES = ("symptoms_tasks.toml", "symptoms_environment.toml")


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of a symptom; the rules that find it in a project, and the symptoms that point at it in a log."""

    text: str
    rules: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Symptom:
    """One symptom.

    A line shows it that holds one of `marks` (texts) and matches one of `patterns` (regular expressions; named groups
    are shown). `causes` begin with the likeliest. `covers` are keys of the catalogue, `logs` says where the line is
    written.
    `until` is the last Airflow version that has it; None: no limit.
    """

    name: str
    summary: str
    severity: Literal["error", "warning", "info"]
    marks: tuple[str, ...]
    patterns: tuple[str, ...]
    causes: tuple[Cause, ...]
    fix: str
    source: str
    covers: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    until: str | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that find a cause of it."""
        return tuple(dict.fromkeys(name for cause in self.causes for name in cause.rules))


@dataclass(frozen=True, slots=True)
class Sign:
    """What a series of a metric must show to be a symptom: `kind` is above, rising or constant."""

    metric: str
    kind: Literal["above", "rising", "constant"]
    value: float
    points: int
    hours: float = field(default=0.0)


@cache
def symptoms() -> tuple[Symptom, ...]:
    """All symptoms, in the order of the files. Raises FactsError if a row does not fit."""
    return tuple(_symptom(name, row) for name in _FILES for row in read_toml(name).get("symptom", ()))


@cache
def signs() -> tuple[Sign, ...]:
    """What series of metrics are judged by."""
    return read_rows(_FILES[0], "sign", Sign)


@cache
def trail_event_names() -> tuple[str, ...]:
    """The events of CloudTrail that symptoms speak of."""
    return tuple(read_toml(_FILES[1])["trail_events"])


def _symptom(name: str, row: Mapping[str, Any]) -> Symptom:
    causes = make_rows(name, row.get("causes", ()), Cause)
    try:
        values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        return Symptom(**{**values, "causes": causes})
    except TypeError as error:
        raise FactsError(name, f"has a row that does not fit ({error})") from error
