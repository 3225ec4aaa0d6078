"""The words that several reports share: what was checked, what was found, what was not."""

from __future__ import annotations

from collections.abc import Iterable

from mwaa_doctor.result import NotChecked, Problem, ReportedFinding, Result
from mwaa_doctor.rule import Place, Severity

from .characters import visible

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(items: Iterable[str], most: int) -> str:
    """``a, b and 3 more``: no more than ``most`` items in full."""
    items = list(items)
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} and {len(items) - most:,} more"


def spot(place: Place, prefix: str = "") -> str:
    """``path:line:column``, as far as they are known, on one line."""
    path = visible(prefix + place.path)
    if not place.line:
        return path
    return f"{path}:{place.line}:{place.column}" if place.column else f"{path}:{place.line}"


def summary(result: Result) -> list[str]:
    """The whole run in a few sentences that can be read aloud; the first says what was checked and found."""
    parts = [f"Checked {_checked(result)}: {found(result.findings)}."]
    if result.suppressed:
        parts.append(f"{_were(len(result.suppressed), 'finding')} suppressed.")
    if result.not_checked:
        parts.append(f"{_were(len(result.not_checked), 'thing')} not checked.")
    if result.incomplete:
        parts.append("The run is incomplete.")
    parts.append(f"Knowledge as of {result.knowledge_date}.")
    return parts


def _were(number: int, noun: str) -> str:
    return f"{counted(number, noun)} {'was' if number == 1 else 'were'}"


def _checked(result: Result) -> str:
    """Files, or environments where there is no code; both if each environment has code of its own."""
    several = len(result.environments) > 1 and all(row["source"] == "live" for row in result.environments)
    if result.files and several and not result.target.get("airflow_version"):
        return f"{counted(result.files, 'file')} and {counted(len(result.environments), 'environment')}"
    if result.files or not result.environments:
        return f"{counted(result.files, 'file')}{_target(result)}"
    target = _target(result) if len(result.environments) == 1 else ""
    return f"{counted(len(result.environments), 'environment')}{target}"


def _target(result: Result) -> str:
    version, source = result.target.get("airflow_version"), result.target.get("airflow_version_source")
    if not version:
        return " for no particular Airflow version"
    return f" for Airflow {version} (from {visible(source)})" if source else f" for Airflow {version}"


def found(findings: Iterable[ReportedFinding]) -> str:
    """``12 errors, 5 warnings``, or ``nothing found``."""
    severities = [finding.severity for finding in findings]
    counts = [(severities.count(severity), severity.label) for severity in SEVERITIES]
    return ", ".join(counted(number, label) for number, label in counts if number) or "nothing found"


def extent(row: NotChecked, prefix: str = "") -> str:
    """How much a reason kept from being checked, and an example of where."""
    text = f"{counted(len(row.rules), 'rule')}, {counted(row.count, 'place')}"
    if not row.examples:
        return text
    example = visible(prefix + row.examples[0])
    return f"{text}, such as {example}" if row.count > 1 else f"{text}: {example}"


def trouble(problem: Problem, prefix: str = "") -> str:
    """A problem as a sentence about its path, or about the folder as a whole."""
    message = visible(problem.message)
    if problem.path == ".":
        return f"this folder {message}"
    if message.startswith(("rule pack `", "rule `")):
        return message
    return f"{visible(prefix + problem.path)} {message}"


def crashes(result: Result) -> list[tuple[str, str]]:
    """Each rule that crashed, with what happened and where: once, however often it happened."""
    rows: dict[tuple[str, str], list[str]] = {}
    for name, trace in result.crashes:
        lines = trace.strip().splitlines() or [""]
        # The run puts a line in front of the traceback: ``rule on path:line:``.
        place = lines[0].removeprefix(f"{name} on ").rstrip(":") if len(lines) > 1 else ""
        rows.setdefault((name, visible(lines[-1].strip())), []).append(visible(place))
    found = []
    for (name, what), places in rows.items():
        where = f" (on {listed(filter(None, places), 1)})" if any(places) else ""
        found.append((name, f"{what}{where}"))
    return found


def statistics(findings: Iterable[ReportedFinding]) -> list[tuple[int, Severity, str]]:
    """How often each rule found something, most first."""
    counts: dict[tuple[Severity, str], int] = {}
    for finding in findings:
        key = (finding.severity, finding.rule)
        counts[key] = counts.get(key, 0) + 1
    rows = [(number, severity, rule) for (severity, rule), number in counts.items()]
    return sorted(rows, key=lambda row: (-row[0], -row[1], row[2]))
