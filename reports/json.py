"""The machine-readable report. Its shape is in ``result.schema.json`` and has a version."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from mwaa_doctor.checklist import checklist
from mwaa_doctor.documentation import read_page
from mwaa_doctor.models.redaction import redact
from mwaa_doctor.registry import find_rule
from mwaa_doctor.result import ReportedFinding, Result, Tally
from mwaa_doctor.rule import Rule

from .characters import json_escaped

SCHEMA_VERSION = 1


def render(result: Result, view: Any) -> str:  # noqa: ARG001  # every renderer is called alike
    """The whole result as one JSON document."""
    return json_escaped(json.dumps(document(result), indent=1, ensure_ascii=False)) + "\n"


def document(result: Result) -> dict[str, Any]:
    """The result as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "mwaa-doctor", "version": result.version, "knowledge_date": result.knowledge_date},
        "project": result.project,
        "date": result.date,
        "target": result.target,
        "environments": result.environments,
        "prefix": result.prefix,
        "fail_on": result.fail_on.label,
        "complete": not result.incomplete,
        "summary": result.summary(),
        "findings": [finding_row(finding) for finding in result.findings],
        "suppressed": [
            {**finding_row(finding), "suppressed": redact(finding.suppressed or "", ())}
            for finding in result.suppressed
        ],
        "not_checked": [
            {"reason": row.reason, "rules": list(row.rules), "count": row.count, "examples": list(row.examples)}
            for row in result.not_checked
        ],
        "outcomes": [
            {"rule": name, **tally.counts(), "reasons": _reasons(tally)}
            for name, tally in sorted(result.outcomes.items())
        ],
        "crashes": [{"rule": name, "traceback": trace} for name, trace in result.crashes],
        "problems": [asdict(problem) for problem in result.problems],
        "notes": list(result.notes),
        "rules": result.rules or _rules(result),
        "checklist": result.checklist or checklist(result),
        "pictures": [asdict(picture) for picture in result.pictures],
    }


def finding_row(finding: ReportedFinding) -> dict[str, Any]:
    """One finding as plain values."""
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity.label,
        "confidence": finding.confidence,
        "message": finding.message,
        **asdict(finding.place),
        "resource": finding.resource,
        "evidence": list(finding.evidence),
        "fix": _fix_row(finding),
        "covers": list(finding.covers),
        "excerpt": list(finding.excerpt),
        "also": [asdict(other) for other in finding.also],
        "fingerprint": finding.fingerprint,
        "graph": asdict(finding.graph) if finding.graph is not None else None,
    }


def _reasons(tally: Tally) -> list[dict[str, Any]]:
    return [
        {"reason": reason, "count": count, "examples": list(examples)}
        for reason, (count, examples) in tally.not_checked.items()
    ]


def _rules(result: Result) -> list[dict[str, Any]]:
    """The pages of the rules that findings name."""
    named = {finding.rule for finding in (*result.findings, *result.suppressed)}
    return [_rule_row(rule) for name in sorted(named) if (rule := find_rule(name)) is not None]


def _rule_row(rule: Rule) -> dict[str, Any]:
    page = read_page(rule)
    return {
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.label,
        "confidence": rule.confidence,
        "summary": rule.summary,
        "why": page.why,
        "fix": page.fix,
        "bad": page.bad,
        "good": page.good,
        "needs": list(rule.needs),
        "fixable": rule.fixable,
        "covers": list(rule.covers),
        "source": rule.source,
    }


def _fix_row(finding: ReportedFinding) -> dict[str, Any] | None:
    if finding.fix is None:
        return None
    return {
        "description": finding.fix.description,
        "safe": finding.fix.safe,
        "edits": [dict(edit) for edit in finding.fix.edits],
        "rewrites": [dict(rewrite) for rewrite in finding.fix.rewrites],
    }
