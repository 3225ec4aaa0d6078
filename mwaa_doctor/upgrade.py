"""``mwaa-doctor upgrade``: what a move to another Airflow version breaks, and what has to be done on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.config import Config, ConfigurationError, nearest
from mwaa_doctor.engine import Options, run
from mwaa_doctor.models.requirements import normalise
from mwaa_doctor.project import Project
from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Severity

_OPTION = re.compile(r"AIRFLOW__([A-Z0-9_]+?)__([A-Z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do beside the code.

    ``topic`` is ``path``, ``python``, ``requirements``, ``options`` or ``support``.
    """

    topic: str
    text: str
    source: str = ""


@dataclass
class Upgrade:
    """The move from one version to another: whether it goes in place, what to do, and what it breaks in the code."""

    before: str
    after: str
    in_place: bool
    steps: list[Step] = field(default_factory=list)
    result: Result | None = None

    @property
    def findings(self) -> list[ReportedFinding]:
        """What breaks, worst first; within a severity what stands in most places first."""
        assert self.result is not None
        return self.result.findings


def compare(base: Path, before: Project, after: Project, config: Config, options: Options) -> Upgrade:
    """Check a project for both versions and keep what only the later one objects to.

    Raises ``ConfigurationError`` if a version is not one that MWAA has had.
    """
    present, target = str(before.target.version or ""), str(after.target.version or "")
    if not present:
        raise ConfigurationError("the present Airflow version is not known: give it with --from")
    for version in (present, target):
        if facts.release(version) is None:
            known = [release.version for release in facts.releases()]
            raise ConfigurationError(f"Airflow {version} is not a version of MWAA{nearest(version, known)}")
    old, new = run(before, config, options), run(after, config, options)
    known_places = {(item.rule, item.severity, place) for item in old.findings for place in (item.place, *item.also)}
    left = [item for item in new.findings if _remaining(item, known_places)]
    left.sort(key=lambda item: (-item.severity, -len(item.also), item.place))
    new.findings = left
    upgrade = Upgrade(present, target, True, result=new)
    upgrade.steps = list(_path(upgrade))
    upgrade.steps.extend(_environment(upgrade))
    upgrade.steps.extend(_requirements(after, upgrade, base))
    upgrade.steps.extend(_options(after))
    return upgrade


def _remaining(finding: ReportedFinding, known: set[Any]) -> bool:
    """Whether a finding is new, or worse, in some place; the places where it is not are taken out."""
    places = [
        place
        for place in (finding.place, *finding.also)
        if not any((finding.rule, severity, place) in known for severity in Severity if severity >= finding.severity)
    ]
    if not places:
        return False
    finding.place, finding.also = places[0], tuple(places[1:])
    return True


def _path(upgrade: Upgrade) -> Iterator[Step]:
    version, seen = upgrade.before, {upgrade.before}
    while version != upgrade.after:
        rule = facts.upgrade_rule(version, upgrade.after)
        if rule is None:
            return
        if rule.allowed:
            yield Step("path", f"move from {version} to {upgrade.after} in place", rule.source)
            return
        if rule.via is None or rule.via in seen:
            upgrade.in_place = False
            reason = f"{rule.reason}: build a new environment with {upgrade.after}"
            yield Step("path", reason, rule.source)
            return
        seen.add(rule.via)
        yield Step("path", f"move from {version} to {rule.via} first: {rule.reason}", rule.source)
        version = rule.via


def _environment(upgrade: Upgrade) -> Iterator[Step]:
    before, after = facts.release(upgrade.before), facts.release(upgrade.after)
    assert before is not None
    assert after is not None
    if before.python != after.python:
        text = f"Python changes from {before.python} to {after.python}: build wheels and test for it"
        yield Step("python", text, after.source)
    for release in (before, after):
        if release.end_of_support:
            yield Step("support", f"support of {release.version} ends on {release.end_of_support}", release.source)


def _requirements(project: Project, upgrade: Upgrade, base: Path) -> Iterator[Step]:
    requirements = project.requirements
    release = facts.release(upgrade.after)
    if requirements is None or release is None:
        return
    lines = (base / requirements.path).read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip().startswith(("-c", "--constraint")) and f"constraints-{upgrade.before}" in line:
            where = f"{requirements.path}:{number}"
            text = f"{where} names the constraints of {upgrade.before}: use {release.constraints_url}"
            yield Step("requirements", text)
    constraints = {normalise(name): pin for name, pin in (facts.constraints(upgrade.after) or {}).items()}
    for entry in requirements.entries:
        pin = constraints.get(entry.name)
        if entry.pin is not None and pin is not None and entry.pin != pin:
            text = f"{requirements.path}:{entry.line} pins {entry.name} {entry.pin}, the constraints have {pin}"
            yield Step("requirements", text, release.constraints_url)


def _options(project: Project) -> Iterator[Step]:
    """Options set by the startup script that Airflow 3 removed or calls otherwise."""
    if project.target.version is None or project.target.version < (3,):
        return
    changes = facts.airflow3_config_changes()
    for name in sorted(project.startup_exports):
        match = _OPTION.fullmatch(name)
        option = f"{match[1]}.{match[2]}".lower() if match else ""
        for change in changes.get(option, ()):
            if change.kind in ("removed", "renamed"):
                fate = f"now {change.replacement}" if change.replacement else "gone"
                yield Step("options", f"{name} in the startup script: {option} is {fate}")
