"""JUnit XML, for the test pages of CI systems: a suite per file, and one for the rules as such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mwaa_doctor.result import ReportedFinding, Result, Tally

from .characters import visible, visible_lines
from .sentences import counted, crashes, spot, summary, trouble

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_TRACES = 5


def render(result: Result, view: Any) -> str:  # noqa: ARG001  # every renderer is called alike
    """The result as test suites.

    A test case is a rule in a file.  It fails if a finding reaches the threshold, so that the page is red exactly when
    the command fails; lesser findings stand in its output.  What was not checked is skipped, what went wrong an error.
    """
    from xml.etree.ElementTree import Element, indent, tostring

    suites = Element("testsuites", name="mwaa-doctor")
    by_file: dict[str, list[ReportedFinding]] = {}
    for finding in result.findings:
        by_file.setdefault(finding.place.path, []).append(finding)
    for path, findings in by_file.items():
        suite = _suite(suites, visible(result.prefix + path))
        for rule in dict.fromkeys(finding.rule for finding in findings):
            _file_case(suite, result, path, [finding for finding in findings if finding.rule == rule])
    _rules_suite(suites, result)
    if result.problems:
        suite = _suite(suites, "sources")
        for problem in result.problems:
            case = _case(suite, visible(problem.path), "sources")
            text = trouble(problem, result.prefix)
            _child(case, "error", text, type="unreadable", message=text)
    for suite in suites:
        _count(suite)
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    indent(suites, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _child(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    from xml.etree.ElementTree import SubElement

    child = SubElement(parent, tag, attributes)
    child.text = text
    return child


def _suite(parent: Element, name: str) -> Element:
    return _child(parent, "testsuite", name=name)


def _case(suite: Element, name: str, classname: str) -> Element:
    return _child(suite, "testcase", name=name, classname=classname, time="0")


def _count(suite: Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", "0")


# -- findings ----------------------------------------------------------------------------------------------------------


def _file_case(suite: Element, result: Result, path: str, findings: list[ReportedFinding]) -> None:
    case = _case(suite, findings[0].rule, visible(result.prefix + path))
    failing = [finding for finding in findings if finding.severity >= result.fail_on]
    lesser = [finding for finding in findings if finding.severity < result.fail_on]
    if failing:
        worst = max(finding.severity for finding in failing)
        message = visible(failing[0].message)
        if len(failing) > 1:
            message += f" (and {len(failing) - 1} more)"
        _child(case, "failure", _described(failing, result.prefix), type=worst.label, message=message)
    if lesser:
        _child(case, "system-out", _described(lesser, result.prefix))


def _described(findings: Iterable[ReportedFinding], prefix: str) -> str:
    parts = []
    for finding in findings:
        lines = [f"{spot(finding.place, prefix)}: {finding.severity.label}: {visible(finding.message)}"]
        lines.extend(f"  {visible(item)}" for item in finding.evidence)
        lines.extend(f"  also {spot(place, prefix)}" for place in finding.also)
        if finding.fix is not None:
            lines.append(f"  Fix: {visible(finding.fix.description)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


# -- rules -------------------------------------------------------------------------------------------------------------


def _rules_suite(suites: Element, result: Result) -> None:
    suite = _suite(suites, "rules")
    properties = _child(suite, "properties")
    rows = {
        **{name: value for name, value in result.target.items() if value is not None},
        "version": result.version,
        "knowledge_date": result.knowledge_date,
        "fail_on": result.fail_on.label,
        "files": result.files,
        "suppressed": len(result.suppressed),
    }
    for name, value in rows.items():
        _child(properties, "property", name=name, value=visible(str(value)))
    crashed = dict(reversed(crashes(result)))
    for name, tally in sorted(result.outcomes.items()):
        if tally.crashes or tally.not_checked or not tally.found:
            _rule_case(_case(suite, name, "rules"), tally, crashed.get(name, ""))
    _child(suite, "system-out", "\n".join((*summary(result), *map(visible, result.notes))))


def _rule_case(case: Element, tally: Tally, crash: str) -> None:
    if tally.crashes:
        text = "\n\n".join(map(visible_lines, tally.crashes[:_MOST_TRACES]))
        _child(case, "error", text, type="crash", message=crash)
    elif tally.not_checked:
        lines = []
        for reason, (count, examples) in tally.not_checked.items():
            lines.append(f"{visible(reason)} ({counted(count, 'place')})")
            lines.extend(f"  {visible(example)}" for example in examples)
        reasons = len(tally.not_checked)
        message = lines[0] if reasons == 1 else f"{lines[0]} (and {counted(reasons - 1, 'more reason')})"
        _child(case, "skipped", "\n".join(lines), type="not checked", message=f"not checked: {message}")
