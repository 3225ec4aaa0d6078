"""What changed between two snapshots, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from mwaa_doctor.differences import Difference
from mwaa_doctor.result import ReportedFinding

from .characters import json_escaped, visible
from .json import finding_row

_WIDEST = 160


def as_text(found: Difference) -> str:
    """One line per change, findings last."""
    if found.is_empty:
        return "Nothing changed.\n"
    lines: list[str] = []
    _section(lines, "New", [f"+ {label}" for label in found.added])
    _section(lines, "Gone", [f"- {label}" for label in found.removed])
    for resource in dict.fromkeys(change.resource for change in found.changes):
        rows = [change for change in found.changes if change.resource == resource]
        _section(lines, resource, [f"{row.setting}: {_shown(row.before)} -> {_shown(row.after)}" for row in rows])
    _section(lines, "New findings", [_finding("+", item) for item in found.new_findings])
    _section(lines, "Findings that are gone", [_finding("-", item) for item in found.gone_findings])
    return "\n".join(visible(line) for line in lines).rstrip() + "\n"


def _section(lines: list[str], title: str, rows: list[str]) -> None:
    if rows:
        lines.extend([title, *(f"  {row}" for row in rows), ""])


def _shown(value: Any) -> str:
    if value is None:
        return "(unset)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."


def _finding(sign: str, finding: ReportedFinding) -> str:
    where = finding.resource or finding.place.path
    return f"{sign} {finding.severity.label}: {finding.message} ({finding.rule}, {where})"


def as_json(found: Difference) -> str:
    """The same as one document."""
    document = {
        "schema_version": 1,
        "added": list(found.added),
        "removed": list(found.removed),
        "changes": [asdict(change) for change in found.changes],
        "new_findings": [finding_row(finding) for finding in found.new_findings],
        "gone_findings": [finding_row(finding) for finding in found.gone_findings],
    }
    return json_escaped(json.dumps(document, indent=1, ensure_ascii=False, default=str)) + "\n"
