"""SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from mwaa_doctor.documentation import read_page
from mwaa_doctor.models.redaction import redact
from mwaa_doctor.registry import find_rule
from mwaa_doctor.result import Repair, ReportedFinding, Result
from mwaa_doctor.rule import Place, Rule, Severity

from .characters import visible, visible_lines
from .sentences import crashes, extent, trouble

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# What GitHub takes and shows: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
MOST_RESULTS = 25_000
MOST_PLACES = 100
MOST_TAGS = 10
MOST_TEXT = 1_000
MOST_NOTIFICATIONS = 1_000

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_ROOT = "%SRCROOT%"
_ELSEWHERE = "s3://"
_NOTIFICATIONS = {
    "not-checked": "Something could not be checked.",
    "problem": "A source could not be read, or a rule pack could not be loaded.",
    "crash": "A rule crashed.",
    "note": "Something else that should be known about the run.",
    "left-out": "There are more results than a report may hold.",
}


def render(result: Result, view: Any) -> str:
    """The result as a SARIF log with one run.

    Quiet, it holds nothing but the findings that count: GitHub shows suppressed results as open alerts
    (https://github.com/github/codeql-action/issues/1230).
    """
    run = _Run(result, view.quiet)
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run.document()]}, indent=1) + "\n"


class _Run:
    """One run; knows where each rule stands in the list of rules."""

    def __init__(self, result: Result, quiet: bool) -> None:
        self.result = result
        self.quiet = quiet
        # Paths are to be relative to the folder in which the program ran, for that is the repository's top in CI; if
        # the base does not lie in it, they stay relative to the base.
        inside = not result.prefix.startswith(("/", "..")) and ":" not in result.prefix
        self.prefix = result.prefix if inside else ""
        names = {finding.rule for finding in (*result.findings, *result.suppressed)} | set(result.outcomes)
        self.rules = sorted(names)
        self.index = {name: number for number, name in enumerate(self.rules)}

    def document(self) -> dict[str, Any]:
        result = self.result
        findings = [*result.findings, *(() if self.quiet else result.suppressed)]
        left_out = len(findings) - MOST_RESULTS
        if left_out > 0:
            findings.sort(key=lambda finding: (finding.suppressed is not None, -finding.severity))
            findings = findings[:MOST_RESULTS]
        return {
            "tool": {
                "driver": {
                    "name": "mwaa-doctor",
                    "version": result.version,
                    "semanticVersion": result.version,
                    "rules": [_rule(name, find_rule(name)) for name in self.rules],
                    "notifications": [
                        {"id": name, "shortDescription": {"text": text}} for name, text in _NOTIFICATIONS.items()
                    ],
                }
            },
            "invocations": [
                {
                    "executionSuccessful": not result.incomplete,
                    "toolExecutionNotifications": self._notifications(left_out),
                }
            ],
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that paths are relative to."}}},
            "columnKind": "unicodeCodePoints",
            "results": [self._result(finding) for finding in findings],
            "properties": {
                "target": {name: value for name, value in result.target.items() if value is not None},
                "knowledgeDate": result.knowledge_date,
                "summary": result.summary(),
            },
        }

    # -- results ---------------------------------------------------------------------------------------------------

    def _result(self, finding: ReportedFinding) -> dict[str, Any]:
        row: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self.index[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "locations": [self._location(finding.place, finding.resource)],
            "partialFingerprints": {"mwaaDoctor/v1": finding.fingerprint},
            "properties": {"confidence": finding.confidence},
        }
        if finding.fix is not None:
            row["properties"]["fix"] = visible_lines(finding.fix.description)
        if finding.also:
            row["relatedLocations"] = [
                {"id": number, **self._location(place), "message": {"text": "The same cause here."}}
                for number, place in enumerate(finding.also[:MOST_PLACES], 1)
            ]
        if finding.fix is not None and finding.fix.edits:
            row["fixes"] = [self._fix(finding.fix)]
        if finding.suppressed is not None:
            row["suppressions"] = [_suppression(finding.suppressed)]
        return row

    def _location(self, place: Place, resource: str | None = None) -> dict[str, Any]:
        location: dict[str, Any] = {"physicalLocation": {"artifactLocation": self._artifact(place.path)}}
        if place.line:
            location["physicalLocation"]["region"] = _region(place)
        if resource:
            location["logicalLocations"] = [{"fullyQualifiedName": visible(resource)}]
        return location

    def _artifact(self, path: str) -> dict[str, Any]:
        if path.startswith(_ELSEWHERE):
            return {"uri": _ELSEWHERE + _uri(path.removeprefix(_ELSEWHERE))}
        return {"uri": _uri(self.prefix + path if path != "." else self.prefix or "./"), "uriBaseId": _ROOT}

    def _fix(self, fix: Repair) -> dict[str, Any]:
        changes: dict[str, list[dict[str, Any]]] = {}
        for edit in fix.edits:
            (line, column), (end_line, end_column) = edit["start"], edit["end"]
            region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
            replacement = {"deletedRegion": region, "insertedContent": {"text": edit["text"]}}
            changes.setdefault(edit["path"], []).append(replacement)
        return {
            "description": {"text": _plain(visible_lines(fix.description))},
            "artifactChanges": [
                {"artifactLocation": self._artifact(path), "replacements": replacements}
                for path, replacements in changes.items()
            ],
        }

    # -- notifications ---------------------------------------------------------------------------------------------

    def _notifications(self, left_out: int) -> list[dict[str, Any]]:
        result = self.result
        rows = [
            _notification("problem", "error", [self._artifact(problem.path)], trouble(problem, self.prefix))
            for problem in result.problems
        ]
        for name, what in crashes(result):
            row = _notification("crash", "error", [], f"The rule {name} crashed: {what}")
            row["associatedRule"] = {"id": name, "index": self.index[name]}
            rows.append(row)
        if left_out > 0:
            rows.append(_notification("left-out", "warning", [], f"{left_out:,} results were left out."))
        if self.quiet:
            return rows[:MOST_NOTIFICATIONS]
        for skipped in result.not_checked:
            text = f"Not checked: {visible(skipped.reason)} ({extent(skipped)})"
            row = _notification("not-checked", "note", [], text)
            row["properties"] = {"rules": list(skipped.rules), "count": skipped.count}
            rows.append(row)
        rows.extend(_notification("note", "note", [], visible(note)) for note in result.notes)
        return rows[:MOST_NOTIFICATIONS]


def _uri(path: str) -> str:
    """A relative path as a URI reference; the bytes of a name that is not UTF-8 stay what they are."""
    from urllib.parse import quote

    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character in the name of a file on Windows
        data = path.encode("utf-8", "surrogatepass")
    return quote(data, safe="/")


def _notification(name: str, level: str, artifacts: list[dict[str, Any]], text: str) -> dict[str, Any]:
    row: dict[str, Any] = {"descriptor": {"id": name}, "level": level, "message": {"text": _plain(text)}}
    if artifacts:
        row["locations"] = [{"physicalLocation": {"artifactLocation": artifact}} for artifact in artifacts]
    return row


def _message(finding: ReportedFinding) -> str:
    lines = [f"{visible(finding.message)}.", *(visible(item) for item in finding.evidence)]
    return _plain("\n".join(lines))


def _plain(text: str) -> str:
    """A text in which ``[words](1)`` does not mean a link, as section 3.11.6 of the standard has it."""
    return _LINK.sub(r"\\[", text)


def _region(place: Place) -> dict[str, int]:
    region = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    end_line = max(place.end_line, place.line)
    if end_line > place.line:
        region["endLine"] = end_line
    if place.column and place.end_column and (end_line, place.end_column) > (place.line, place.column):
        region["endColumn"] = place.end_column
    return region


def _suppression(reason: str) -> dict[str, str]:
    head, _, justification = reason.partition(": ")
    kind = "inSource" if head == "ignored by a comment" else "external"
    return {"kind": kind, "status": "accepted", "justification": visible(redact(justification or reason, ()))}


# -- rules -------------------------------------------------------------------------------------------------------------


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "name": "".join(part.title() for part in name.split("-"))}
    if rule is None:
        return row
    page = read_page(rule)
    text = f"Why: {page.why}\n\nFix: {page.fix}\n\nSource: {rule.source}"
    return {
        **row,
        "shortDescription": {"text": _cut(f"{page.title or name}.")},
        "fullDescription": {"text": _cut(page.why or page.title or name)},
        "help": {"text": text, "markdown": _markdown(rule)},
        "helpUri": rule.source,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": list(dict.fromkeys(("airflow", "mwaa", rule.family, *rule.covers)))[:MOST_TAGS],
            "precision": rule.confidence,
            "problem.severity": _PROBLEM_LEVELS[rule.severity],
        },
    }


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"


def _markdown(rule: Rule) -> str:
    page = read_page(rule)
    parts: Iterable[str] = (
        f"**Why.** {page.why}",
        f"**Fix.** {page.fix}",
        f"Bad:\n\n{_fenced(page.bad)}",
        f"Good:\n\n{_fenced(page.good)}",
        f"[Source]({rule.source})",
    )
    return "\n\n".join(parts)


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}python\n{code}\n{fence}"
