"""What the HTML report shows, worked out from a result: verdict, first steps, groups, cards, checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mwaa_doctor.checklist import STATUSES
from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Severity

from .characters import visible, visible_lines
from .drawing import Drawing, draw
from .json import document
from .sentences import SEVERITIES, counted, spot
from .source_line import marked_source
from .svg import NoDrawing, drawing_of

MOST_STATIC = 20  # findings that are there without JavaScript
MOST_DRAWINGS = 200
MOST_PLACES = 200
STATUS_WORDS = {
    "failed": "failed",
    "ignored": "ignored",
    "not_checked": "not checked",
    "passed": "passed",
    "not_applicable": "not applicable",
}
ACCESS_WORDS = {
    "PUBLIC_ONLY": "public",
    "PRIVATE_ONLY": "private",
    "PUBLIC_AND_PRIVATE": "public, and private for workers",
}


@dataclass(frozen=True)
class Item:
    """A finding as the page shows it; ``block`` is what the repair wants to have written, if it says so apart."""

    id: str
    rule: str
    severity: str
    confidence: str
    message: str
    path: str
    where: str
    resource: str
    source: tuple[int, str, str, str] | None
    evidence: tuple[str, ...]
    fix: str
    block: str
    also: tuple[str, ...]
    more: int
    suppressed: str
    by_machine: str = ""
    drawing: Drawing | None = None

    def to_json(self) -> dict[str, Any]:
        """The values that the page's script makes the same of; what is empty is left out."""
        row = {
            "id": self.id,
            "rule": self.rule,
            "sev": self.severity,
            "conf": self.confidence,
            "msg": self.message,
            "path": self.path,
            "where": self.where,
            "res": self.resource,
            "src": self.source,
            "ev": self.evidence,
            "fix": self.fix,
            "block": self.block,
            "also": self.also,
            "more": self.more,
            "sup": self.suppressed,
            "auto": self.by_machine,
            "draw": self.drawing is not None,
        }
        return {name: value for name, value in row.items() if value}


@dataclass
class Group:
    """The findings of one rule and one severity: one cause, explained once."""

    rule: str
    severity: str
    about: dict[str, Any]
    items: list[Item] = field(default_factory=list)
    count: int = 0

    @property
    def shared_fix(self) -> tuple[str, str] | None:
        """The repair, if it is the same for all."""
        fixes = {(item.fix, item.block) for item in self.items}
        return fixes.pop() if len(fixes) == 1 and len(self.items) > 1 else None


class Page:
    """One result, ready for the template."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.document = document(result)
        self.rules: dict[str, dict[str, Any]] = {row["name"]: row for row in self.document["rules"]}
        drawn = 0
        self.items: list[Item] = []
        for finding in (*result.findings, *result.suppressed):
            drawing = draw(finding.graph) if drawn < MOST_DRAWINGS else None
            drawn += drawing is not None
            self.items.append(item_of(finding, drawing))
        self.groups = self._groups(item for item in self.items if not item.suppressed)
        self.severities = [(severity.label, result.count(severity)) for severity in SEVERITIES]

    # -- the verdict -------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the page is about."""
        return self.result.project or "project"

    @property
    def mood(self) -> str:
        """``error``, ``warning``, ``info``, ``incomplete`` or ``good``."""
        if self.result.count(Severity.ERROR):
            return "error"
        if self.result.incomplete:
            return "incomplete"
        return next((label for label, number in self.severities if number), "good")

    @property
    def verdict(self) -> str:
        """The whole result in one sentence."""
        errors, warnings, advice = (self.result.count(severity) for severity in SEVERITIES)
        likely = f"{counted(warnings, 'warning')} {'is' if warnings == 1 else 'are'} likely trouble"
        if errors:
            verb = "breaks" if errors == 1 else "break"
            also = f"; {likely}" if warnings else ""
            return f"{counted(errors, 'error')} {verb} the environment or its tasks{also}."
        if self.result.incomplete:
            return "The run is incomplete: what was not read could hide anything."
        if warnings:
            return f"Nothing surely breaks, but {likely}."
        if advice:
            return f"Nothing breaks; there {'is' if advice == 1 else 'are'} {counted(advice, 'piece')} of advice."
        return "Nothing was found that breaks or is likely to."

    @property
    def checked(self) -> str:
        """What was looked at, and how old the knowledge is that it was judged by."""
        target = self.result.target
        version, source = target.get("airflow_version"), target.get("airflow_version_source")
        judged = f"judged for Airflow {version}" if version else "judged for no particular Airflow version"
        named = f" (from {source})" if version and source else ""
        day = f" on {self.result.date}" if self.result.date else ""
        files = counted(self.result.files, "file")
        return f"{files} checked{day}, {judged}{named}. Knowledge as of {self.result.knowledge_date}."

    @property
    def first_steps(self) -> list[Group]:
        """The three causes to remove first."""
        return [group for group in self.groups if group.severity != "info"][:3]

    # -- findings ----------------------------------------------------------------------------------------------------

    def _groups(self, items: Iterable[Item]) -> list[Group]:
        found: dict[tuple[str, str], Group] = {}
        for item in items:
            key = (item.severity, item.rule)
            if key not in found:
                found[key] = Group(item.rule, item.severity, self.rules.get(item.rule, {}))
            found[key].items.append(item)
            found[key].count += 1
        order = {severity.label: number for number, severity in enumerate(SEVERITIES)}
        return sorted(found.values(), key=lambda group: (order[group.severity], -group.count, group.rule))

    @property
    def static_groups(self) -> list[tuple[Group, list[Item]]]:
        """The groups that are there without JavaScript, with as many of their findings as there is room for."""
        room = MOST_STATIC
        found = []
        for group in self.groups:
            if room <= 0:
                break
            found.append((group, group.items[:room]))
            room -= len(group.items)
        return found

    @property
    def drawings(self) -> list[Item]:
        """The findings with a drawing."""
        return [item for item in self.items if item.drawing is not None]

    def data(self) -> dict[str, Any]:
        """What the page's script works with."""
        keys = ("summary", "why", "family", "source")
        return {
            "findings": [item.to_json() for item in self.items],
            "rules": {name: {key: visible_lines(row[key]) for key in keys} for name, row in self.rules.items()},
        }

    # -- around the findings -----------------------------------------------------------------------------------------

    @property
    def cards(self) -> list[dict[str, Any]]:
        """What is known of the environments; of what the code was judged for if there are none."""
        rows = self.document["environments"] or [{**self.document["target"], "name": "", "resource": "", "details": []}]
        counts: dict[str, int] = {}
        for finding in self.result.findings:
            counts[finding.resource or ""] = counts.get(finding.resource or "", 0) + 1
        return [
            {
                **row,
                "access": ACCESS_WORDS.get(row.get("webserver_access_mode") or "", ""),
                "support": support(row, self.result.date),
                "findings": counts.get(row["resource"], 0) if row["resource"] else None,
            }
            for row in rows
        ]

    @property
    def checklist(self) -> list[tuple[str, list[dict[str, Any]], list[tuple[str, int]]]]:
        """The documented requirements by family, those that fail first, with the number of each status."""
        families: dict[str, list[dict[str, Any]]] = {}
        for row in self.document["checklist"]:
            families.setdefault(row["family"], []).append(row)
        found = []
        for family, rows in sorted(families.items()):
            rows.sort(key=lambda row: STATUSES.index(row["status"]))
            found.append((family, rows, tallied(rows)))
        return found

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """The number of documented requirements of each status."""
        return tallied(self.document["checklist"])

    @property
    def pictures(self) -> list[dict[str, Any]]:
        """The drawings that came with the result, or why one is not shown."""
        found = []
        for number, picture in enumerate(self.result.pictures):
            row = {"title": picture.title, "environment": picture.environment or "", "svg": "", "refused": ""}
            try:
                row["svg"] = drawing_of(picture.svg, f"picture-{number}-")
            except NoDrawing as problem:
                row["refused"] = str(problem)
            found.append(row)
        return found


def tallied(rows: Iterable[dict[str, Any]]) -> list[tuple[str, int]]:
    """The number of rows of each status that occurs."""
    statuses = [row["status"] for row in rows]
    return [(status, statuses.count(status)) for status in STATUSES if status in statuses]


def support(row: dict[str, Any], today: str) -> str:
    """Whether a version is supported, in words, as of the day of the run."""
    release = row.get("release")
    if not row.get("airflow_version"):
        return ""
    if release is None:
        return "not known to this release of mwaa-doctor"
    end = release["end_of_support"]
    if end is None:
        return "supported, no end announced" if release["status"] == "supported" else "no longer supported"
    return f"ended on {end}" if today and end < today else f"ends on {end}"


def item_of(finding: ReportedFinding, drawing: Drawing | None) -> Item:
    """A finding in texts that are fit to be shown."""
    text, block = repair(finding.fix.description if finding.fix is not None else "")
    return Item(
        id=finding.fingerprint,
        rule=finding.rule,
        severity=finding.severity.label,
        confidence=finding.confidence,
        message=visible(finding.message),
        path=visible(finding.place.path),
        where=spot(finding.place),
        resource=visible(finding.resource or ""),
        source=marked_source(finding),
        evidence=tuple(visible(item) for item in finding.evidence),
        fix=text,
        block=block,
        also=tuple(spot(place) for place in finding.also[:MOST_PLACES]),
        more=max(len(finding.also) - MOST_PLACES, 0),
        suppressed=visible(finding.suppressed or ""),
        by_machine=_by_machine(finding),
        drawing=drawing,
    )


def _by_machine(finding: ReportedFinding) -> str:
    if finding.fix is None or not finding.fix.by_machine:
        return ""
    return "repaired by --fix" if finding.fix.safe else "repaired by --fix --unsafe-fixes"


def repair(description: str) -> tuple[str, str]:
    """A repair as a sentence and the lines to be written, which begin on a line of their own."""
    text, _, block = description.strip().partition("\n")
    return visible(text), visible_lines(block.strip("\n"))
