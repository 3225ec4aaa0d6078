"""The list of rules and each rule's page, derived from the rules themselves."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.documentation import read_page
from mwaa_doctor.facts.symptoms import Symptom, symptoms
from mwaa_doctor.registry import load_rules
from mwaa_doctor.rule import Rule


def rule_row(rule: Rule) -> dict[str, Any]:
    """What machines may know of a rule."""
    return {
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.label,
        "confidence": rule.confidence,
        "stage": rule.stage,
        "covers": list(rule.covers),
        "aliases": list(rule.aliases),
        "needs": list(rule.needs),
        "fixable": rule.fixable,
        "summary": rule.summary,
        "source": rule.source,
    }


def symptom_row(symptom: Symptom) -> dict[str, Any]:
    """A symptom that `diagnose` recognises, told like a rule."""
    return {
        "name": symptom.name,
        "family": "symptom",
        "severity": symptom.severity,
        "confidence": "high",
        "stage": "diagnose",
        "covers": list(symptom.covers),
        "aliases": [],
        "needs": ["log"],
        "fixable": False,
        "summary": symptom.summary,
        "source": symptom.source,
    }


def rules_as_json() -> str:
    """All rules, and the symptoms, as a JSON document."""
    rows = [*map(rule_row, load_rules().rules), *map(symptom_row, symptoms())]
    return json.dumps({"rules": rows}, indent=1) + "\n"


def rules_as_text() -> str:
    """All rules by family, one line each."""
    lines: list[str] = []
    rules = load_rules().rules
    width = max((len(rule.name) for rule in rules), default=0)
    for family in load_rules().families:
        lines.append(family)
        lines.extend(
            f"  {rule.name:{width}}  {rule.severity.label:7}  {rule.summary}" for rule in rules if rule.family == family
        )
        lines.append("")
    lines.append("symptoms in logs, recognised by `mwaa-doctor diagnose`")
    lines.extend(f"  {row.name:{width}}  {row.severity:7}  {row.summary}" for row in symptoms())
    lines.append("")
    return "\n".join(lines)


def rules_as_markdown() -> str:
    """The catalogue that stands in ``rules/README.md``."""
    ruleset = load_rules()
    own = [rule for rule in ruleset.rules if rule.origin == "mwaa-doctor"]
    lines = [
        "# Rules",
        "",
        "Written by `mwaa-doctor rules --format markdown > rules/README.md`; a test compares it with the rules.",
        "A rule's name leads to its page at the top of its file; `mwaa-doctor explain RULE` shows it. Fixable: by",
        "a machine.",
        "",
    ]
    for family in dict.fromkeys(rule.family for rule in own):
        members = [rule for rule in own if rule.family == family]
        lines += [f"## {family} ({len(members)})", ""]
        lines += ["| rule | severity | needs | fixable | what it reports | documented requirement |"]
        lines += ["|---|---|---|---|---|---|"]
        for rule in members:
            path = f"{family.replace('-', '_')}/{rule.name.replace('-', '_')}.py"
            covers = f"[{', '.join(rule.covers)}]({rule.source})" if rule.covers else f"[source]({rule.source})"
            severity = f"{rule.severity.label}{'' if rule.confidence == 'high' else f' ({rule.confidence} confidence)'}"
            summary = rule.summary.replace("|", "\\|")
            needs, fixable = ", ".join(rule.needs), "yes" if rule.fixable else ""
            lines.append(f"| [{rule.name}]({path}) | {severity} | {needs} | {fixable} | {summary} | {covers} |")
        lines.append("")
    lines += [f"## symptoms in logs ({len(symptoms())})", "", "Recognised by `mwaa-doctor diagnose`.", ""]
    lines += ["| symptom | severity | what it is | documented symptom |", "|---|---|---|---|"]
    for row in symptoms():
        covers = f"[{', '.join(row.covers) or 'source'}]({row.source})"
        lines.append(f"| {row.name} | {row.severity} | {row.summary} | {covers} |")
    lines.append("")
    return "\n".join(lines)


def rule_page(rule: Rule) -> str:
    """A rule's documentation for the terminal."""
    page = read_page(rule)
    known = facts.requirements()
    parts = [
        f"{rule.name} ({rule.family}, {rule.severity.label}, confidence {rule.confidence})",
        page.title + ".",
        f"Why\n{_wrapped(page.why)}",
        f"Fix\n{_wrapped(page.fix)}",
        f"Bad\n{textwrap.indent(page.bad, '  ')}",
        f"Good\n{textwrap.indent(page.good, '  ')}",
    ]
    documented = [known[key] for key in rule.covers if key in known]
    if documented:
        rows = "\n".join(_wrapped(f"{row.requirement} [{row.key}]") for row in documented)
        parts.append(f"Documented requirement\n{rows}")
    parts.append(f"Needs\n  {', '.join(rule.needs)}")
    parts.append(f"Fixable\n  {'yes, by machine' if rule.fixable else 'by hand'}")
    parts.append(f"Source\n  {rule.source}")
    return "\n\n".join(parts) + "\n"


def symptom_page(symptom: Symptom) -> str:
    """A symptom's documentation for the terminal: what shows it, its causes, what finds each of them, and the cure."""
    known = facts.requirements()
    causes = []
    for number, cause in enumerate(symptom.causes, 1):
        found = [f"`{name}`" for name in cause.rules]
        with_others = [f"`{name}`" for name in cause.symptoms]
        told = f": found by {', '.join(found)}" if found else ""
        told += f"{' or' if told else ':'} seen together with {', '.join(with_others)}" if with_others else ""
        causes.append(_wrapped(f"{number}. {cause.text}{told}"))
    patterns = "\n".join(f"  {pattern}" for pattern in symptom.patterns)
    parts = [
        f"{symptom.name} (symptom, {symptom.severity})",
        f"{symptom.summary}.",
        f"Shown by\n{patterns}",
        *([f"Written to\n  {', '.join(symptom.logs)}"] if symptom.logs and symptom.logs != ("any",) else []),
        "Causes\n" + "\n".join(causes),
        f"Fix\n{_wrapped(symptom.fix)}",
    ]
    documented = [known[key] for key in symptom.covers if key in known]
    if documented:
        rows = "\n".join(_wrapped(f"{row.requirement} [{row.key}]") for row in documented)
        parts.append(f"Documented symptom\n{rows}")
    parts.append(f"Source\n  {symptom.source}")
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str) -> str:
    return "\n\n".join(
        textwrap.fill(part, 98, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        for part in text.split("\n\n")
    )
