"""A summary in Markdown, for comments on pull requests and the summary page of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Severity

from .characters import visible
from .environments import HEADING, table
from .sentences import SEVERITIES, counted, crashes, extent, spot, summary, trouble

# GitHub takes comments of up to 65,536 characters; what comes after the findings needs some room as well.
MOST_CHARACTERS = 60_000
_MOST_ROWS = 20
_MARKS = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.INFO: "🔵"}
_CODE = re.compile(r"`([^`]+)`")
_SPECIAL = re.compile(r"(^[-+=]|[\\`*_\[\]#!|~<>&$])")
_LINKED = re.compile(r"(@|#|://|www\.|GH-)", re.IGNORECASE)


def render(result: Result, view: Any) -> str:
    """Verdict, counts, findings by rule with the worst first, and what was not checked."""
    parts = [f"## {_verdict(result)}", _escaped(" ".join(summary(result)))]
    room = MOST_CHARACTERS - sum(map(len, parts))
    tail = [] if view.quiet else [*_environments(result), *_not_checked(result)]
    troubles = list(_troubles(result))
    room -= sum(len(part) + 2 for part in (*tail, *troubles))
    left = len(result.findings)
    for text, count in _groups(result):
        if room < len(text) + 200:
            break
        parts.append(text)
        room -= len(text) + 2
        left -= count
    if left:
        parts.append(f"{counted(left, 'more finding')} did not fit in here: see another report format.")
    return "\n\n".join((*parts[:2], *troubles, *parts[2:], *tail)) + "\n"


def _verdict(result: Result) -> str:
    errors = result.count(Severity.ERROR)
    if errors:
        return f"🔴 mwaa-doctor: {counted(errors, 'error')}"
    if result.incomplete:
        return "⚪ mwaa-doctor: the run is incomplete"
    warnings = result.count(Severity.WARNING)
    if warnings:
        return f"🟠 mwaa-doctor: {counted(warnings, 'warning')}, no error"
    return "🟢 mwaa-doctor: nothing found that breaks"


def _groups(result: Result) -> Iterator[tuple[str, int]]:
    """The findings of each rule as a table, with their number."""
    groups: dict[tuple[Severity, str], list[ReportedFinding]] = {}
    for finding in result.findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    order = {severity: number for number, severity in enumerate(SEVERITIES)}
    for (severity, rule), findings in sorted(
        groups.items(), key=lambda item: (order[item[0][0]], -len(item[1]), item[0][1])
    ):
        rows = [f"### {_MARKS[severity]} {severity.label} {_code(rule)} ({len(findings):,})", ""]
        fixes = {finding.fix.description for finding in findings if finding.fix is not None}
        if len(fixes) == 1:
            rows += [f"**Fix:** {_escaped(visible(fixes.pop()))}", ""]
        rows += ["| place | what |", "|---|---|"]
        for finding in findings[:_MOST_ROWS]:
            more = f" and {counted(len(finding.also), 'more place')}" if finding.also else ""
            place = f"{_code(spot(finding.place, result.prefix))}{more}"
            rows.append(f"| {place} | {_cell(finding, with_fix=len(fixes) > 1)} |")
        if len(findings) > _MOST_ROWS:
            rows.append(f"| {len(findings) - _MOST_ROWS:,} more | |")
        yield "\n".join(rows), len(findings)


def _cell(finding: ReportedFinding, *, with_fix: bool) -> str:
    text = _escaped(visible(finding.message))
    if with_fix and finding.fix is not None:
        text += f"<br>**Fix:** {_escaped(visible(finding.fix.description))}"
    return text


def _not_checked(result: Result) -> Iterator[str]:
    rows = [f"- {_escaped(visible(row.reason))} ({_escaped(extent(row, result.prefix))})" for row in result.not_checked]
    if rows:
        title = counted(len(rows), "thing")
        yield _folded(f"Not checked: {title}", rows)
    if result.notes:
        yield "\n".join(f"> {_escaped(visible(note))}" for note in result.notes)


def _environments(result: Result) -> Iterator[str]:
    rows = table(result)
    if rows:
        lines = [f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in rows[:_MOST_ROWS]]
        if len(rows) > _MOST_ROWS:
            lines.append(f"| {len(rows) - _MOST_ROWS:,} more |" + " |" * (len(HEADING) - 1))
        yield "\n".join((f"| {' | '.join(HEADING)} |", "|---" * len(HEADING) + "|", *lines))


def _troubles(result: Result) -> Iterator[str]:
    rows = [_escaped(trouble(problem, result.prefix)) for problem in result.problems]
    rows += [f"rule {_code(name)} crashed: {_escaped(what)}" for name, what in crashes(result)]
    if rows:
        yield "**Incomplete:**\n\n" + "\n".join(_capped([f"- {row}" for row in rows]))


def _folded(title: str, rows: Iterable[str]) -> str:
    return "\n".join((f"<details><summary>{title}</summary>", "", *_capped(list(rows)), "", "</details>"))


def _capped(rows: list[str]) -> list[str]:
    return rows if len(rows) <= _MOST_ROWS else [*rows[:_MOST_ROWS], f"- and {len(rows) - _MOST_ROWS:,} more"]


# -- texts of strangers ------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    """Text in which nothing is markup, a link or a mention, but the code in backticks stays code."""
    parts = []
    end = 0
    for match in _CODE.finditer(text):
        parts += [_plain(text[end : match.start()]), _code(match[1])]
        end = match.end()
    return "".join((*parts, _plain(text[end:])))


def _plain(text: str) -> str:
    # A comment between the marks and the words keeps `@name`, `#1` and addresses from becoming links.
    pieces = _LINKED.split(text)
    return "<!-- -->".join(_SPECIAL.sub(r"\\\1", piece) for piece in pieces)


def _code(text: str) -> str:
    """A text as a code span, also within a table."""
    text = visible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or text[:1] == text[-1:] == " " else ""
    return f"{fence}{space}{text}{space}{fence}"
