"""One line per finding, for editors and ``grep``: ``path:line:column: severity rule message``."""

from __future__ import annotations

from typing import Any

from mwaa_doctor.result import ReportedFinding, Result

from .characters import visible
from .sentences import counted, statistics


def render(result: Result, view: Any) -> str:
    """The findings, one a line; then what was not checked."""
    lines = [_line(finding, result.prefix) for finding in result.findings]
    if view.statistics:
        lines.extend(f"{number} {severity.label} {rule}" for number, severity, rule in statistics(result.findings))
    if not view.quiet:
        lines.extend(
            f"not checked: {visible(row.reason)} ({counted(len(row.rules), 'rule')})" for row in result.not_checked
        )
    return "".join(f"{line}\n" for line in lines)


def _line(finding: ReportedFinding, prefix: str) -> str:
    place = finding.place
    more = f" (and {counted(len(finding.also), 'more place')})" if finding.also else ""
    # A file as a whole is shown at its first character: tools that read such lines expect numbers from 1 on.
    where = f"{visible(prefix + place.path)}:{place.line or 1}:{place.column or 1}"
    return f"{where}: {finding.severity.label} {finding.rule} {visible(finding.message)}{more}"
