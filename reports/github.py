"""Workflow commands, which GitHub Actions shows as annotations on the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Place, Severity

from .characters import visible
from .sentences import (
    counted,
    crashes,
    listed,
    spot,
    statistics,
    summary,
    trouble,
)

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MOST_PLACES = 10
_MOST_ROWS = 20


def render(result: Result, view: Any) -> str:
    """One command per finding.

    GitHub shows ten annotations of each kind per step and drops the rest, so what matters most comes first: that the
    run is incomplete, then errors, warnings, the summary, and advice last.
    """
    findings = sorted(result.findings, key=lambda finding: -finding.severity)
    commands = list(_troubles(result))
    commands.extend(_command(finding, result.prefix) for finding in findings if finding.severity > Severity.INFO)
    if not view.quiet:
        commands.extend(_summary(result))
    if view.statistics and result.findings:
        rows = (f"{number:,} {severity.label} {rule}" for number, severity, rule in statistics(result.findings))
        commands.append(_written("notice", {"title": "findings per rule"}, rows))
    commands.extend(_command(finding, result.prefix) for finding in findings if finding.severity == Severity.INFO)
    return "".join(f"{command}\n" for command in commands)


def _command(finding: ReportedFinding, prefix: str) -> str:
    lines = [finding.message, *finding.evidence]
    if finding.also:
        lines.append(f"Also: {listed((spot(place, prefix) for place in finding.also), _MOST_PLACES)}")
    if finding.fix is not None:
        lines.append(f"Fix: {finding.fix.description}")
    properties = {**_position(finding.place, prefix), "title": finding.rule}
    return _written(_COMMANDS[finding.severity], properties, lines)


def _position(place: Place, prefix: str) -> dict[str, str]:
    found = {"file": prefix + place.path}
    if not place.line:
        return found
    found["line"] = str(place.line)
    end_line = max(place.end_line, place.line)
    if end_line > place.line:
        # Columns are taken for a single line only.
        return {**found, "endLine": str(end_line)}
    if place.column:
        found["col"] = str(place.column)
    found["endLine"] = str(end_line)
    if place.column and place.end_column > place.column:
        # The end is included here, and excluded in ours.
        found["endColumn"] = str(place.end_column - 1)
    return found


def _troubles(result: Result) -> Iterator[str]:
    rows = [trouble(problem, result.prefix) for problem in result.problems]
    rows.extend(f"rule {name} crashed: {what}" for name, what in crashes(result))
    if rows:
        yield _written("error", {"title": "mwaa-doctor: the run is incomplete"}, _capped(rows))


def _summary(result: Result) -> Iterator[str]:
    yield _written("notice", {"title": "mwaa-doctor"}, (" ".join(summary(result)), *result.notes))
    rows = [f"{row.reason} ({counted(len(row.rules), 'rule')})" for row in result.not_checked]
    if rows:
        yield _written("notice", {"title": "mwaa-doctor: not checked"}, _capped(rows))


def _capped(rows: list[str]) -> list[str]:
    return rows if len(rows) <= _MOST_ROWS else [*rows[:_MOST_ROWS], f"and {len(rows) - _MOST_ROWS:,} more"]


def _written(command: str, properties: dict[str, str], lines: Iterable[str]) -> str:
    """A command on one line. Whatever the texts hold, nothing in them ends the line or begins another command."""
    inside = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {inside}::" + "%0A".join(visible(line).replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    """A file name with a line break keeps it, escaped; other control characters are written out."""
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(value).replace(":", "%3A").replace(",", "%2C")
