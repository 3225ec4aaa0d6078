"""Which values of Airflow options break something, and which the MWAA manual advises against.

Source: the configuration reference of Airflow, and configuring-env-variables and best-practices-tuning of the MWAA user
guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class OptionLimit:
    """The least number that works, for Airflow from `since` to, not including, `before`."""

    option: str
    minimum: int
    source: str
    since: str = "0.0.0"
    before: str = "999.0.0"


@dataclass(frozen=True, slots=True)
class OptionAdvice:
    """The range of numbers that the manual advises, and what happens outside of it."""

    option: str
    severity: Literal["warning", "info"]
    why: str
    source: str
    minimum: int | None = None
    maximum: int | None = None


def option_limits(version: str) -> tuple[OptionLimit, ...]:
    """The limits that hold for Airflow `version`, three numbers with dots."""
    wanted = _numbers(version)
    rows = read_rows("option_values.toml", "limit", OptionLimit)
    return tuple(row for row in rows if _numbers(row.since) <= wanted < _numbers(row.before))


def option_advice() -> tuple[OptionAdvice, ...]:
    """What the manual advises, whatever the version."""
    return read_rows("option_values.toml", "advice", OptionAdvice)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
