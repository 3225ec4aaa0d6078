"""What cron expressions may hold only from an Airflow version on: cron_syntax().

Source: see cron_syntax.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class CronSyntax:
    """A part of the cron syntax that older images refuse.

    `pattern` is a regular expression for the whole text, or `backwards` for a range whose end comes before its start.
    `since` is the first Airflow version on MWAA that takes it, `croniter` the release in its image.
    """

    name: str
    pattern: str
    since: str
    croniter: str


def cron_syntax() -> tuple[CronSyntax, ...]:
    """The rows, oldest first."""
    return read_rows("cron_syntax.toml", "syntax", CronSyntax)
