"""The report for people: findings by file, then what was not checked and why, then one sentence."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import click

from mwaa_doctor.documentation import read_page
from mwaa_doctor.registry import find_rule
from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Severity

from .characters import visible
from .environments import HEADING, drift, table
from .sentences import (
    counted,
    crashes,
    extent,
    found,
    listed,
    spot,
    statistics,
    summary,
    trouble,
)
from .source_line import source_lines

PROSE_WIDTH = 80
SOURCE_WIDTH = 100
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\betc\.)\s+(?=[A-Z`\"'(])")
_CODE = re.compile(r"`[^`]{1,50}`")
_MOST_PLACES = 3
_MOST_EVIDENCE = 12
_MOST_RULES = 3
_MOST_REASONS = 15
_MOST_TROUBLES = 20


def render(result: Result, view: Any) -> str:
    """The whole report; ``view`` says whether in colour, with statistics, or with nothing but the findings."""
    paint = Paint(view.color)
    sections = list(_findings(result, paint))
    if view.statistics and result.findings:
        sections.append(_statistics(result, paint))
    if not view.quiet:
        sections.extend(_not_checked(result, paint))
    sections.extend(_troubles(result, paint))
    if not view.quiet:
        sections.extend(_environments(result, paint))
        sections.append(_end(result, paint))
    return "\n\n".join(sections) + "\n" if sections else ""


class Paint:
    """Colours text, or leaves it as it is."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, **style: Any) -> str:
        """Text in a style of click."""
        return click.style(text, **style) if self.color else text

    def severity(self, severity: Severity, text: str) -> str:
        """Text in the colour of a severity."""
        return self(text, fg=_COLORS[severity], bold=True)


def _wrapped(text: str, indent: str, first: str | None = None) -> str:
    """Prose within the width; ``first`` stands in front of the first line in place of the indent."""
    # Code keeps its spaces while lines are broken. No NUL is left in a text that is shown, so one can stand for them.
    filled = textwrap.fill(
        _CODE.sub(lambda code: code.group().replace(" ", "\0"), text),
        PROSE_WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\0", " ")


# -- findings ----------------------------------------------------------------------------------------------------------


def _findings(result: Result, paint: Paint) -> Iterator[str]:
    for path, group in groupby(result.findings, key=lambda finding: finding.place.path):
        inside = list(group)
        yield f"{paint(visible(result.prefix + path), bold=True)}  {paint(found(inside), dim=True)}"
        explained: dict[str, str] = {}
        for finding in inside:
            yield "\n".join(_finding(finding, result.prefix, paint, explained))


def _finding(finding: ReportedFinding, prefix: str, paint: Paint, explained: dict[str, str]) -> Iterator[str]:
    label = f"{finding.severity.label}: "
    message = _wrapped(visible(finding.message), "    ", f"  {label}")
    yield "  " + paint.severity(finding.severity, label.rstrip()) + message[len(label) + 1 :]
    yield f"  {spot(finding.place, prefix)}  {paint(finding.rule, dim=True)}"
    source = source_lines(finding, SOURCE_WIDTH)
    if source is not None:
        number, line, carets = source
        yield ""
        yield f"    {paint(number, dim=True)}  {line}"
        if carets.strip():
            yield f"    {' ' * len(number)}  {paint.severity(finding.severity, carets)}"
    rows = list(_rows(finding, prefix, explained))
    if rows:
        yield ""
        column = max(len(name) for name, _ in rows) + 2
        for name, text in rows:
            first = f"    {name:{column}}"
            hanging = 2 if name in ("seen", "") else 0  # so that one sees where the next piece of evidence begins
            shown = _wrapped(text, " " * (len(first) + hanging), first)
            yield paint(first, dim=True) + shown[len(first) :]


def _rows(finding: ReportedFinding, prefix: str, explained: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is said below a finding; why and fix only the first time that a file needs them."""
    fix = visible(finding.fix.description) if finding.fix else ""
    evidence = [visible(item) for item in finding.evidence]
    for number, item in enumerate(evidence[:_MOST_EVIDENCE]):
        yield ("" if number else "seen"), item
    if len(evidence) > _MOST_EVIDENCE:
        yield "", f"and {len(evidence) - _MOST_EVIDENCE} more"
    if finding.also:
        yield "also", listed((spot(place, prefix) for place in finding.also), _MOST_PLACES)
    if finding.rule not in explained:
        why = _why(finding.rule)
        if why:
            yield "why", why
    if fix and explained.get(finding.rule) != fix:
        yield "fix", fix
    explained[finding.rule] = fix


def _why(name: str) -> str:
    rule = find_rule(name)
    if rule is None:
        return ""
    paragraph = read_page(rule).why.partition("\n\n")[0]
    return visible(_SENTENCE.split(paragraph, maxsplit=1)[0])


def _statistics(result: Result, paint: Paint) -> str:
    rows = statistics(result.findings)
    digits = max(len(f"{number:,}") for number, _, _ in rows)
    lines = [
        f"  {number:{digits},}  {paint.severity(severity, f'{severity.label:7}')}  {rule}"
        for number, severity, rule in rows
    ]
    return "\n".join((paint("Findings per rule", bold=True), "", *lines))


def _environments(result: Result, paint: Paint) -> Iterator[str]:
    rows = table(result)
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(HEADING, *rows, strict=True)]
    lines = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (HEADING, *rows)
    ]
    yield "\n".join((paint("Environments", bold=True), "", paint(lines[0], dim=True), *lines[1:]))
    differences = drift(result)
    if differences:
        shown = [_wrapped(item, "    ", "  ") for item in differences]
        yield "\n".join((paint("They differ", bold=True), "", *shown))


# -- what could not be done -------------------------------------------------------------------------------------------


def _not_checked(result: Result, paint: Paint) -> Iterator[str]:
    rows = result.not_checked
    if not rows:
        return
    lines = [paint("Not checked", bold=True), ""]
    for row in rows[:_MOST_REASONS]:
        lines.append(_wrapped(visible(row.reason), "    ", "  "))
        more = _wrapped(f"{extent(row, result.prefix)} ({listed(row.rules, _MOST_RULES)})", "    ", "    ")
        lines.append(paint(more, dim=True))
    if len(rows) > _MOST_REASONS:
        lines.append(f"  and {counted(len(rows) - _MOST_REASONS, 'more reason')}, all of them in --format json")
    yield "\n".join(lines)


def _troubles(result: Result, paint: Paint) -> Iterator[str]:
    if result.problems:
        rows = [trouble(problem, result.prefix) for problem in result.problems]
        yield _bullets(paint.severity(Severity.ERROR, "Could not be read"), rows)
    if result.crashes:
        rows = [f"{name}: {what}" for name, what in crashes(result)]
        yield _bullets(paint.severity(Severity.ERROR, "Rules that crashed"), rows)
        yield _wrapped(_where_to_report(name for name, _ in result.crashes), "  ")


def _bullets(heading: str, rows: list[str]) -> str:
    shown = [_wrapped(row, "    ", "  ") for row in rows[:_MOST_TROUBLES]]
    if len(rows) > _MOST_TROUBLES:
        shown.append(f"  and {len(rows) - _MOST_TROUBLES:,} more")
    return "\n".join((heading, "", *shown))


def _where_to_report(names: Iterable[str]) -> str:
    """Whose fault a crash is: ours, or that of the rule packs that the rules come from."""
    rules = [find_rule(name) for name in names]
    packs = sorted({rule.origin for rule in rules if rule is not None and rule.origin != "mwaa-doctor"})
    ours = any(rule is None or rule.origin == "mwaa-doctor" for rule in rules)
    owners = [f"mwaa-doctor{_issues_page()}"] if ours else []
    owners.extend(f"the rule pack `{visible(pack)}`" for pack in packs)
    return (
        f"A crash is a fault of the rule, not of your code. Please report it to the authors of {' and '.join(owners)}, "
        "with the traceback that --format json holds."
    )


def _issues_page() -> str:
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        links = metadata("mwaa-doctor").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    pages = [link.partition(",")[2].strip() for link in links if link.lower().startswith("issues,")]
    return f" ({pages[0]})" if pages else ""


def _end(result: Result, paint: Paint) -> str:
    notes = [_wrapped(f"Note: {visible(note)}.", "  ", "") for note in result.notes]
    first, *more = summary(result)
    text = " ".join((first, *more)) if len(more) == 1 and not result.findings else "\n".join((first, " ".join(more)))
    worst = max((finding.severity for finding in result.findings), default=None)
    if result.incomplete:
        worst = Severity.ERROR
    style = {"fg": "green"} if worst is None else {"fg": _COLORS[worst]}
    return "\n".join((*notes, paint(text, bold=True, **style), *_repairs(result)))


def _repairs(result: Result) -> Iterator[str]:
    """How many of the findings a machine can repair, and by which option."""
    repairs = [finding.fix for finding in result.findings if finding.fix is not None and finding.fix.by_machine]
    safe = sum(repair.safe for repair in repairs)
    if safe:
        yield f"{safe} can be repaired with --fix; --diff shows how."
    if len(repairs) > safe:
        yield f"{len(repairs) - safe} can be repaired with --fix --unsafe-fixes, by what a person should look at."
