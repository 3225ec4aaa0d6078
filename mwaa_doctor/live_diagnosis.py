"""The run behind ``diagnose --env``: an environment is audited, and its logs and events are searched for symptoms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from mwaa_doctor.auditing import collect, judge, readers
from mwaa_doctor.config import ConfigurationError
from mwaa_doctor.diagnosing import Search
from mwaa_doctor.engine import Options
from mwaa_doctor.facts.symptoms import trail_event_names
from mwaa_doctor.models.environment import Environment, environments
from mwaa_doctor.models.environment_arns import LOG_GROUPS
from mwaa_doctor.result import Result
from mwaa_doctor.rule import Severity
from mwaa_doctor.sources.aws.connection import AccessError
from mwaa_doctor.sources.aws.logs import EventStream, log_events, trail_events
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.sources.aws_answers import event_line, status_line
from mwaa_doctor.sources.log_lines import Line
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

_SINCE = re.compile(r"(\d{1,5})\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(text: str) -> timedelta:
    """``6h``, ``30m`` or ``2d`` as a time; raises ``ConfigurationError``."""
    found = _SINCE.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise ConfigurationError(f"--since must be a time such as 30m, 6h or 2d, not `{text}`")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@dataclass
class Patient:
    """An environment, and what the audit says of it."""

    reader: Reader
    environment: Environment
    result: Result

    @property
    def target(self) -> Target:
        """Its version and class."""
        return self.environment.target

    @property
    def label(self) -> str:
        """What the user calls it."""
        return f"{self.environment.record.key} in {self.reader.region}"


def audited(given: dict[str, Any]) -> Patient:
    """Read and judge the environment that the options name; raises ``ConfigurationError`` if it cannot be read."""
    collected = collect(given)
    result = judge(collected, given, Options(fail_on=Severity.parse("warning"), use_cache=False))
    (environment,) = environments(collected.snapshots, Target())
    try:
        (reader,) = readers(given)
    except AccessError as problem:
        raise ConfigurationError(str(problem)) from None
    return Patient(reader, environment, result)


def examine(patient: Patient, search: Search, since: datetime, now: datetime) -> None:
    """Look for symptoms in status, logs and CloudTrail; what may not be read is noted among the troubles."""
    record, name = patient.environment.record, str(patient.environment.record.key)
    search.look(status_line(dict(record.body), now))
    for kind in LOG_GROUPS:
        _read_group(patient, search, f"airflow-{name}-{kind}", since, now)
    role = str(record.body.get("ExecutionRoleArn") or "").rpartition("/")[2]
    about = tuple(word for word in (f'"{name}"', f"airflow-{name}-", f'"{role}"' if role else "") if word)
    try:
        for event in trail_events(patient.reader, trail_event_names(), about, since, now):
            line = event_line(event)
            if line is not None:
                search.look(line)
    except Unknown as unknown:
        search.troubles.append(f"CloudTrail: {unknown.reason}")


def _read_group(patient: Patient, search: Search, group: str, since: datetime, now: datetime) -> None:
    events = log_events(patient.reader, group, since, now)
    try:
        first = next(events, None)
    except NotFoundError:
        if _is_enabled(patient.environment, group):
            search.look(Line(f"The specified log group does not exist: {group}", stream=group))
        return
    except Unknown as unknown:
        search.troubles.append(f"{group}: {unknown.reason}")
        return
    if first is None:
        return
    stream = EventStream(chain((first,), events))
    search.read(group, stream, now)  # type: ignore[arg-type]  # reads, and that is all that is asked of it
    if stream.trouble:
        search.troubles.append(f"{group}: {stream.trouble}; what comes before was read")


def _is_enabled(environment: Environment, group: str) -> bool:
    given = environment.record.body.get("LoggingConfiguration")
    rows = given.items() if isinstance(given, dict) else ()
    wanted = group.rpartition("-")[2].lower()
    return any(name.lower().startswith(wanted) and row.get("Enabled") is True for name, row in rows)
