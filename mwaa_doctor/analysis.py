"""Runs the rules of one stage on the subjects of one source, and counts what came of it."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from mwaa_doctor.documentation import read_page
from mwaa_doctor.excerpts import Excerpts
from mwaa_doctor.result import Repair, ReportedFinding, Tally
from mwaa_doctor.rule import Arrow, Finding, Fix, Graph, Place, Rule, Severity
from mwaa_doctor.unknown import Unknown

_MAX_FINDINGS = 500


@dataclass(slots=True)
class Outcomes:
    """What came of the rules on one source: ``passed`` counts the subjects of which a rule had nothing to say.

    ``tallies`` holds the rules that had something to say.  A rule without a subject in the source is in neither.
    """

    findings: list[ReportedFinding] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def tally(self, rule: str) -> Tally:
        """The tally of a rule, made when it is first needed."""
        if rule not in self.tallies:
            self.tallies[rule] = Tally()
        return self.tallies[rule]


class Context(Protocol):
    """The models that rules may ask for, by type; an ``Unknown`` says why one is missing."""

    def get(self, kind: type[Any], /) -> Any:
        """The model of a type, an ``Unknown``, or ``None`` if there is no such model here."""
        ...


class Stage:
    """The rules of one stage, with the context that each asks for, ready to run on one source after the other."""

    def __init__(self, rules: Iterable[Rule], context: Context) -> None:
        self.groups: dict[type[Any], list[tuple[Rule, dict[str, Any], Unknown | Crash | None]]] = {}
        for rule in rules:
            given, missing = _context_of(rule, context)
            self.groups.setdefault(rule.subject, []).append((rule, given, missing))

    def run(self, source: Any, excerpts: Excerpts) -> Outcomes:
        """Run each rule on every subject that ``source`` has for it."""
        outcomes = Outcomes()
        for kind, rules in self.groups.items():
            subjects = _subjects_of(kind, source, [rule for rule, _, _ in rules], outcomes, excerpts)
            for rule, given, missing in rules if subjects else ():
                if isinstance(missing, Crash):
                    _note_crash(rule, source, missing.trace, outcomes, excerpts)
                    continue
                if missing is not None:
                    for subject in subjects:
                        outcomes.tally(rule.name).skip(missing.reason, _where(subject))
                    continue
                clean = 0
                for subject in subjects:
                    clean += _run_on(rule, subject, given, outcomes, excerpts)
                if clean:
                    outcomes.passed[rule.name] = clean
        return outcomes


def _subjects_of(
    kind: type[Any], source: Any, rules: list[Rule], outcomes: Outcomes, excerpts: Excerpts
) -> tuple[Any, ...]:
    """What there is of a kind; if that is not known, or cannot be made, the rules on it are told so."""
    try:
        return tuple(kind.subjects(source))
    except Unknown as unknown:
        for rule in rules:
            outcomes.tally(rule.name).skip(excerpts.clean(unknown.reason), _where(source))
    except Exception:  # noqa: BLE001 - a model that breaks takes its own rules with it, not the run
        for rule in rules:
            _note_crash(rule, source, traceback.format_exc(), outcomes, excerpts)
    return ()


@dataclass(frozen=True, slots=True)
class Crash:
    """A model that could not be made because of a mistake in this program."""

    trace: str


def _context_of(rule: Rule, context: Context) -> tuple[dict[str, Any], Unknown | Crash | None]:
    given: dict[str, Any] = {}
    for name, kind in rule.context:
        try:
            value = context.get(kind)
        except Exception:  # noqa: BLE001 - told as a crash of the rules that ask for it
            return given, Crash(traceback.format_exc())
        if value is None:
            return given, Unknown(f"needs {kind.label}, which was not given")
        if isinstance(value, Unknown):
            return given, value
        given[name] = value
    return given, None


def _run_on(rule: Rule, subject: Any, given: dict[str, Any], outcomes: Outcomes, excerpts: Excerpts) -> bool:
    """Run a rule on one subject; true if it has nothing to say, which is by far the most frequent answer."""
    found = 0
    try:
        for finding in rule.check(subject, **given):
            outcomes.findings.append(report(rule, finding, subject, excerpts))
            found += 1
            if found >= _MAX_FINDINGS:
                raise Unknown(f"more than {_MAX_FINDINGS} findings of one rule here; the rest is not shown")
    except Unknown as unknown:
        outcomes.tally(rule.name).skip(excerpts.clean(unknown.reason), _where(subject))
        clean = False
    except Exception:  # noqa: BLE001 - a crash in one rule is shown, and the run goes on
        _note_crash(rule, subject, traceback.format_exc(), outcomes, excerpts)
        clean = False
    else:
        clean = not found
    if found:
        outcomes.tally(rule.name).found += 1
    return clean


def _note_crash(rule: Rule, subject: Any, trace: str, outcomes: Outcomes, excerpts: Excerpts) -> None:
    outcomes.tally(rule.name).crashes.append(excerpts.clean(f"{rule.name} on {_where(subject)}:\n{trace}"))


def report(rule: Rule, finding: Finding, subject: Any, excerpts: Excerpts) -> ReportedFinding:
    """Turn a rule's finding into a reported one: redacted, with its excerpt."""
    place = finding.place
    excerpt, redact = excerpts.of(place), excerpts.clean
    fix = finding.fix
    resource = finding.resource or getattr(finding.where, "resource", None) or getattr(subject, "resource", None)
    repair = None
    if isinstance(fix, Fix):
        edits = tuple(
            {"path": edit.path, "start": list(edit.start), "end": list(edit.end), "text": edit.text}
            for edit in fix.edits
        )
        if any(redact(edit.text) != edit.text for edit in fix.edits):
            edits = ()  # a secret would be moved about in reports; that is left to a person
        rewrites = tuple({**asdict(item), "at": list(item.at)} for item in fix.rewrites)
        repair = Repair(redact(fix.description), fix.safe, edits, rewrites)
    elif fix:
        repair = Repair(redact(fix))
    else:
        repair = Repair(read_page(rule).fix)
    return ReportedFinding(
        rule=rule.name,
        family=rule.family,
        severity=Severity.parse(finding.severity) if finding.severity else rule.severity,
        confidence=rule.confidence,
        message=redact(finding.message),
        place=place,
        resource=redact(resource) if resource else None,
        evidence=tuple(redact(item) for item in finding.evidence),
        fix=repair,
        covers=rule.covers,
        excerpt=excerpt,
        cause=finding.cause,
        graph=_clean_graph(finding.graph, excerpts) if finding.graph is not None else None,
    )


def _clean_graph(graph: Graph, excerpts: Excerpts) -> Graph:
    arrows = tuple(Arrow(row.start, row.end, excerpts.clean(row.label), row.marked) for row in graph.arrows)
    return Graph(excerpts.clean(graph.title), tuple(map(excerpts.clean, graph.nodes)), arrows)


def _where(subject: Any) -> str:
    place: Place | None = getattr(subject, "place", None)
    if place is None:
        return ""
    return f"{place.path}:{place.line}" if place.line else place.path
