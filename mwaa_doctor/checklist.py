"""Every documented requirement of MWAA, and what the run has to say of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.facts.catalogue import Requirement
from mwaa_doctor.registry import load_rules
from mwaa_doctor.result import Result, Tally

STATUSES = ("failed", "ignored", "not_checked", "passed", "not_applicable")
_TO_BE_KEPT = ("rule", "pitfall", "symptom")  # the other kinds tell of MWAA and ask for nothing


def checklist(result: Result) -> list[dict[str, Any]]:
    """One row per documented requirement, in the order of the catalogue.

    ``failed``: a finding counts against it.  ``ignored``: there are findings, but all are suppressed.  ``not_checked``:
    some part of it could not be judged.  ``not_applicable``: nothing here is subject to it.
    """
    covering: dict[str, list[str]] = {}
    for rule in load_rules().rules:
        for key in rule.covers:
            covering.setdefault(key, []).append(rule.name)
    failing = {finding.rule for finding in result.findings}
    ignored = {finding.rule for finding in result.suppressed}
    rows = []
    for row in facts.requirements().values():
        rules = covering.get(row.key, [])
        if not rules and row.kind not in _TO_BE_KEPT:
            continue
        status, reason = _judge(row, rules, result.outcomes, failing, ignored)
        rows.append(
            {
                "key": row.key,
                "family": row.family,
                "requirement": row.requirement,
                "strength": row.strength,
                "status": status,
                "reason": reason,
                "rules": rules,
                "source_section": row.source_section,
                "source_url": row.source_url,
                "now": row.now,
            }
        )
    return rows


def _judge(
    row: Requirement, rules: list[str], outcomes: dict[str, Tally], failing: set[str], ignored: set[str]
) -> tuple[str, str | None]:
    if not rules:
        return "not_checked", _why_no_rule(row)
    found = [rule for rule in rules if rule in failing]
    if found:
        return "failed", None
    if any(rule in ignored for rule in rules):
        return "ignored", "all findings are ignored or in the baseline"
    ran = {rule: outcomes[rule] for rule in rules if rule in outcomes}
    left_out = [rule for rule in rules if rule not in outcomes]
    reasons = _reasons(ran)
    if left_out:
        reasons.append(f"{_listed(left_out)} was not selected")
    if reasons:
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        passed = sum(tally.passed for tally in ran.values())
        partly = f"; {passed:,} passed" if passed else ""
        return "not_checked", f"{reasons[0]}{more}{partly}"
    if any(tally.passed for tally in ran.values()):
        return "passed", None
    return "not_applicable", "nothing here is subject to it"


def _reasons(ran: dict[str, Tally]) -> list[str]:
    reasons = [f"{name} crashed" for name, tally in ran.items() if tally.crashes]
    reasons.extend(reason for tally in ran.values() for reason in tally.not_checked)
    return list(dict.fromkeys(reasons))


def _why_no_rule(row: Requirement) -> str:
    if row.live and not row.static:
        return "only a running environment shows it, and no rule looks there yet"
    return "no rule checks it yet"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
