"""The report of ``diagnose``: what a log shows, why, and what to do."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from mwaa_doctor.reports.characters import visible

if TYPE_CHECKING:
    from mwaa_doctor.diagnosing import Diagnosis, Group

_MOST_FINDINGS, _MOST_NAMES, _WIDTH = 5, 5, 110


def as_text(diagnosis: Diagnosis) -> str:
    """For people."""
    lines: list[str] = []
    for group in diagnosis.groups:
        symptom = group.symptom
        lines.append(f"{symptom.severity}: {symptom.summary} [{symptom.name}]")
        lines.append(f"  {_extent(group)}")
        lines.append(f"  > {visible(group.sample)}")
        lines += [f"  because of {_finding(finding)}" for finding in group.findings[:_MOST_FINDINGS]]
        if len(group.findings) > _MOST_FINDINGS:
            lines.append(f"  and of {len(group.findings) - _MOST_FINDINGS} more findings")
        for number, (cause, because) in enumerate(group.causes, 1):
            lines += _wrapped(f"{number}. {cause.text}{f' ({because})' if because else ''}", "  cause ")
        lines += _wrapped(symptom.fix, "  do: ")
        lines += [f"  {symptom.source}", ""]
    lines += [visible(f"not read: {trouble}") for trouble in diagnosis.troubles]
    lines.append(_summary(diagnosis))
    return "\n".join(lines) + "\n"


def as_markdown(diagnosis: Diagnosis) -> str:
    """For an issue or a chat."""
    lines = ["# Diagnosis", "", _summary(diagnosis), ""]
    for group in diagnosis.groups:
        symptom = group.symptom
        lines += [f"## {symptom.summary}", "", f"`{symptom.name}`, {symptom.severity}, {_plain(_extent(group))}", ""]
        fence = "```" if "```" not in group.sample else "`````"
        lines += [f"{fence}text", visible(group.sample), fence, ""]
        lines += [f"- because of {_plain(_finding(finding))}" for finding in group.findings[:_MOST_FINDINGS]]
        lines += [""] if group.findings else []
        for number, (cause, because) in enumerate(group.causes, 1):
            lines.append(f"{number}. {cause.text}{f' **({because})**' if because else ''}")
        lines += ["", f"**Do:** {symptom.fix} ([source]({symptom.source}))", ""]
    lines += [_plain(f"Not read: {trouble}") for trouble in diagnosis.troubles]
    return "\n".join(lines).rstrip() + "\n"


def as_json(diagnosis: Diagnosis) -> str:
    """For machines."""
    document: dict[str, Any] = {
        "version": 1,
        "bytes": diagnosis.size,
        "project": diagnosis.project or None,
        "not_read": diagnosis.troubles,
        "symptoms": [_row(group) for group in diagnosis.groups],
    }
    return json.dumps(document, indent=1) + "\n"


def _row(group: Group) -> dict[str, Any]:
    symptom = group.symptom
    return {
        "name": symptom.name,
        "severity": symptom.severity,
        "summary": symptom.summary,
        "count": group.count,
        "first": group.first or None,
        "last": group.last or None,
        "stream": group.stream or None,
        "sample": group.sample,
        "names": dict(group.names.most_common()),
        "causes": [{"text": cause.text, "because": because or None} for cause, because in group.causes],
        "findings": [
            {"rule": finding.rule, "path": finding.place.path, "line": finding.place.line, "message": finding.message}
            for finding in group.findings
        ],
        "fix": symptom.fix,
        "covers": list(symptom.covers),
        "source": symptom.source,
    }


def _extent(group: Group) -> str:
    parts = ["once" if group.count == 1 else f"{group.count:,} times"]
    if group.first:
        parts.append(group.first if group.first == group.last else f"{group.first} to {group.last}")
    if group.names:
        shown = [f"{name} ({count})" if count > 1 else name for name, count in group.names.most_common(_MOST_NAMES)]
        more = len(group.names) - len(shown)
        parts.append(", ".join(shown) + (f" and {more} more" if more > 0 else ""))
    return str(visible("; ".join(parts)))


def _finding(finding: Any) -> str:
    place = f"{finding.place.path}:{finding.place.line}" if finding.place.line else finding.place.path
    return str(visible(f"{place}: {finding.message} [{finding.rule}]"))


def _plain(text: str) -> str:
    return str(visible(text)).replace("<", "&lt;")


def _wrapped(text: str, begin: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin))


def _summary(diagnosis: Diagnosis) -> str:
    read = f"{diagnosis.size / 1e6:,.1f} MB read"
    if not diagnosis.groups:
        return f"no known symptom; {read}"
    count = len(diagnosis.groups)
    return f"{count} symptom{'s' if count > 1 else ''}; {read}"
