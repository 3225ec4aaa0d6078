"""Schedules written as cron expressions, read by the library that Airflow itself uses.

What croniter accepts is a valid schedule: Airflow hands the text over unchanged, after replacing its own presets.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache

from mwaa_doctor.facts.cron_syntax import CronSyntax, cron_syntax

# Source: airflow/utils/dates.py (cron_presets) and airflow/models/dag.py (create_timetable).
PRESETS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@quarterly": "0 0 1 */3 *",
    "@yearly": "0 0 1 1 *",
}
WITHOUT_CRON = frozenset({"@once", "@continuous"})
_NAMES = "sun mon tue wed thu fri sat", "x jan feb mar apr may jun jul aug sep oct nov dec"
_ORDER = {name: str(number) for names in _NAMES for number, name in enumerate(names.split())}
_RANGE = re.compile(r"(?:^|,)([a-z]+|\d+)-([a-z]+|\d+)(?=$|[,/])")


@lru_cache(maxsize=1024)
def fault_of(schedule: str) -> str | None:
    """Why no Airflow takes the text as a schedule, in a few words; ``None`` if one does."""
    if schedule in PRESETS or schedule in WITHOUT_CRON or not schedule.isascii():
        return None
    from croniter import CroniterError, croniter  # type: ignore[import-untyped]

    try:
        croniter.expand(schedule)
    except CroniterError as fault:
        return _in_words(schedule, str(fault))
    except (ValueError, KeyError, IndexError, TypeError) as fault:
        return str(fault)
    return None


def _in_words(schedule: str, message: str) -> str:
    fields = schedule.split()
    if schedule.startswith("@"):
        return "there is no such preset"
    if len(fields) < 5:
        return f"it has {len(fields)} field{'s' if len(fields) != 1 else ''} instead of 5"
    out_of_range = re.fullmatch(r"\[.*\] is not acceptable, out of range", message, re.DOTALL)
    return "a value is out of range" if out_of_range else "a field cannot be read"


def newer_syntax(schedule: str) -> Iterator[CronSyntax]:
    """What a valid expression holds that the images of older versions refuse."""
    for row in cron_syntax():
        found = _runs_backwards(schedule) if row.pattern == "backwards" else re.search(row.pattern, schedule)
        if found:
            yield row


def _runs_backwards(schedule: str) -> bool:
    for number, field in enumerate(schedule.lower().split()):
        for start, end in _RANGE.findall(field):
            first, last = _ORDER.get(start, start), _ORDER.get(end, end)
            if number == 4 and last in ("0", "7"):
                last = "7"
            if first.isdigit() and last.isdigit() and int(first) > int(last):
                return True
    return False


def intervals(schedule: str, days: int = 800) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """Start and end of the intervals that a valid expression makes in some years, for comparing their lengths."""
    from croniter import CroniterBadDateError, croniter

    start = datetime.datetime(2024, 1, 1)
    times = croniter(PRESETS.get(schedule, schedule), start_time=start)
    last: datetime.datetime | None = None
    try:
        for _ in range(500):
            now: datetime.datetime = times.get_next(datetime.datetime)
            if last is not None:
                yield last, now
            if now > start + datetime.timedelta(days=days):
                return
            last = now
    except CroniterBadDateError:
        return


def runs_between(schedule: str, start: datetime.datetime, end: datetime.datetime, most: int) -> int:
    """How often a valid expression comes round after one moment and up to another, counted to ``most``."""
    from croniter import CroniterBadDateError, croniter

    times = croniter(PRESETS.get(schedule, schedule), start_time=start)
    try:
        return next((count for count in range(most) if times.get_next(datetime.datetime) > end), most)
    except CroniterBadDateError:
        return 0
