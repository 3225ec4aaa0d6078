"""What a run found: the one document from which every report is made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from mwaa_doctor.rule import Arrow, Graph, Place, Severity

if TYPE_CHECKING:
    from mwaa_doctor.models.suppressions import Suppressions

OUTCOMES = ("passed", "found", "not_applicable", "not_checked", "crashed")


@dataclass(frozen=True, slots=True)
class Repair:
    """How to repair a finding: the sentence, whether a machine can (``edits``, ``rewrites``), whether that is safe."""

    description: str
    safe: bool = False
    edits: tuple[dict[str, Any], ...] = ()
    rewrites: tuple[dict[str, Any], ...] = ()

    @property
    def by_machine(self) -> bool:
        """Whether ``--fix`` can do it, be it on request only."""
        return bool(self.edits or self.rewrites)


@dataclass(slots=True)
class ReportedFinding:
    """A finding as reports show it.

    ``excerpt`` holds the source lines from ``place.line`` on, already redacted; ``also`` the places of further findings
    with the same cause; ``suppressed`` says why it does not count, if it does not.  ``graph`` is one to be drawn.
    """

    rule: str
    family: str
    severity: Severity
    confidence: str
    message: str
    place: Place
    resource: str | None = None
    evidence: tuple[str, ...] = ()
    fix: Repair | None = None
    covers: tuple[str, ...] = ()
    excerpt: tuple[str, ...] = ()
    fingerprint: str = ""
    also: tuple[Place, ...] = ()
    cause: str | None = None
    suppressed: str | None = None
    graph: Graph | None = None

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain JSON values, for the cache."""
        data = asdict(self)
        data["severity"] = self.severity.label
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReportedFinding:
        """The reverse of ``to_json``; raises ``KeyError``, ``TypeError`` or ``ValueError`` on anything else."""
        data = dict(data)
        fix = data["fix"]
        data["severity"] = Severity.parse(data["severity"])
        data["place"] = Place(**data["place"])
        data["also"] = tuple(Place(**place) for place in data["also"])
        data["fix"] = (
            Repair(fix["description"], fix["safe"], tuple(fix["edits"]), tuple(fix["rewrites"])) if fix else None
        )
        data["graph"] = read_graph(data["graph"])
        for name in ("evidence", "covers", "excerpt"):
            data[name] = tuple(data[name])
        return cls(**data)


def read_graph(row: dict[str, Any] | None) -> Graph | None:
    """A graph from plain JSON values; raises ``KeyError`` or ``TypeError`` on anything else."""
    if row is None:
        return None
    arrows = (Arrow(arrow["start"], arrow["end"], arrow["label"], arrow["marked"]) for arrow in row["arrows"])
    return Graph(row["title"], tuple(row["nodes"]), tuple(arrows))


@dataclass(slots=True)
class Tally:
    """The outcomes of one rule, counted over its subjects.

    ``not_checked`` maps each reason to the number of subjects and some of their places; ``crashes`` holds tracebacks.
    """

    passed: int = 0
    found: int = 0
    not_applicable: int = 0
    not_checked: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)

    def skip(self, reason: str, subject: str, count: int = 1) -> None:
        """Count subjects that could not be checked."""
        known, subjects = self.not_checked.get(reason, (0, []))
        if subject and len(subjects) < 5 and subject not in subjects:
            subjects = [*subjects, subject]
        self.not_checked[reason] = (known + count, subjects)

    def add(self, other: Tally) -> None:
        """Add another tally's counts to this one."""
        self.passed += other.passed
        self.found += other.found
        self.not_applicable += other.not_applicable
        self.crashes.extend(other.crashes)
        for reason, (count, subjects) in other.not_checked.items():
            self.skip(reason, "", count)
            for subject in subjects:
                self.skip(reason, subject, 0)

    def counts(self) -> dict[str, int]:
        """The number of subjects per outcome."""
        return {
            "passed": self.passed,
            "found": self.found,
            "not_applicable": self.not_applicable,
            "not_checked": sum(count for count, _ in self.not_checked.values()),
            "crashed": len(self.crashes),
        }


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that could not be checked: why, for how many subjects, where for example, and by which rules."""

    reason: str
    rules: tuple[str, ...]
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A source that could not be read, or a rule pack that could not be loaded: the run is incomplete."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for reports that can show it, such as the network around an environment.

    ``svg`` is a whole SVG document; a report shows it only if it holds nothing but shapes and texts.  ``environment``
    names the environment that it belongs to, as in ``Result.environments``.
    """

    kind: str
    title: str
    svg: str
    environment: str | None = None


@dataclass(slots=True)
class Result:
    """Everything that a run found out.

    ``findings`` count, ``suppressed`` do not (ignored inline, by configuration or by the baseline).  ``prefix`` leads
    from the current folder to the base that paths are relative to.  ``target`` is what the code was judged for,
    ``environments`` are those of templates, plans and snapshots.  ``project`` is the name of the project's folder,
    ``date`` the day of the run.  ``rules`` and ``checklist`` are filled where a saved result tells of them; elsewhere
    they follow from the installed rules.  ``hides`` are all ignores, with what they did; a saved result has none.
    """

    findings: list[ReportedFinding]
    suppressed: list[ReportedFinding]
    outcomes: dict[str, Tally]
    problems: list[Problem]
    target: dict[str, Any]
    base: str
    prefix: str
    files: int
    knowledge_date: str
    version: str
    fail_on: Severity = Severity.WARNING
    notes: list[str] = field(default_factory=list)
    environments: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    project: str = ""
    date: str = ""
    rules: list[dict[str, Any]] = field(default_factory=list)
    checklist: list[dict[str, Any]] = field(default_factory=list)
    hides: Suppressions | None = None

    @property
    def not_checked(self) -> list[NotChecked]:
        """What was not checked, grouped by reason, most rules first."""
        by_reason: dict[str, tuple[set[str], int, list[str]]] = {}
        for name, tally in self.outcomes.items():
            for reason, (count, subjects) in tally.not_checked.items():
                rules, total, examples = by_reason.get(reason, (set(), 0, []))
                examples = list(dict.fromkeys([*examples, *subjects]))[:5]
                by_reason[reason] = (rules | {name}, total + count, examples)
        rows = [
            NotChecked(reason, tuple(sorted(rules)), count, tuple(examples))
            for reason, (rules, count, examples) in by_reason.items()
        ]
        return sorted(rows, key=lambda row: (-len(row.rules), row.reason))

    @property
    def crashes(self) -> list[tuple[str, str]]:
        """The rules that crashed, with the traceback of each crash."""
        return [(name, trace) for name, tally in self.outcomes.items() for trace in tally.crashes]

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def fails(self) -> bool:
        """Whether a finding reaches the threshold."""
        return any(finding.severity >= self.fail_on for finding in self.findings)

    @property
    def incomplete(self) -> bool:
        """Whether something prevented the run from seeing everything: a crash or an unreadable source."""
        return bool(self.problems or self.crashes)

    def summary(self) -> dict[str, Any]:
        """The counts that every report shows."""
        totals = dict.fromkeys(OUTCOMES, 0)
        for tally in self.outcomes.values():
            for name, count in tally.counts().items():
                totals[name] += count
        return {
            "findings": len(self.findings),
            **{severity.label: self.count(severity) for severity in sorted(Severity, reverse=True)},
            "suppressed": len(self.suppressed),
            "files": self.files,
            "rules": len(self.outcomes),
            "outcomes": totals,
        }


def fingerprint(finding: ReportedFinding, occurrence: int) -> str:
    """An identity that survives moved lines: rule, file, the text of the line and which of its equals it is."""
    basis = finding.excerpt[0].strip() if finding.excerpt else finding.message
    text = "\0".join((finding.rule, finding.place.path, basis, str(occurrence)))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def add_fingerprints(findings: Iterable[ReportedFinding]) -> None:
    """Give every finding its fingerprint; equal lines are told apart by their order."""
    seen: dict[str, int] = {}
    for finding in findings:
        first = fingerprint(finding, 0)
        occurrence = seen[first] = seen.get(first, -1) + 1
        finding.fingerprint = fingerprint(finding, occurrence) if occurrence else first
