"""What changed between two snapshots: settings of AWS objects, and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.unknown import Unknown

_VOLATILE = frozenset(
    {
        "LastUpdated",
        "CreatedAt",
        "Status",
        "storedBytes",
        "NewestEvent",
        "HasEventOfLastDay",
        "Values",
        "StateUpdatedTimestamp",
        "StateReasonData",
        "AvailableIpAddressCount",
    }
)
_MAX_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One setting of one object; ``before`` or ``after`` is ``None`` if it is unset there."""

    resource: str
    setting: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """Changed settings, objects that are in one snapshot only, and findings that came or went."""

    changes: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    new_findings: tuple[ReportedFinding, ...]
    gone_findings: tuple[ReportedFinding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.changes or self.added or self.removed or self.new_findings or self.gone_findings)


def difference(
    before: Iterable[Snapshot], after: Iterable[Snapshot], found_before: Result, found_after: Result
) -> Difference:
    """Compare two sets of snapshots and what was found in each."""
    old, new = _by_name(before), _by_name(after)
    both = [name for name in new if name in old]
    changes = [
        change
        for name in both
        for change in _changes(name[1], "", _plain(old[name].body, 0), _plain(new[name].body, 0), 0)
    ]
    known = {_identity(finding) for finding in found_before.findings}
    still = {_identity(finding) for finding in found_after.findings}
    return Difference(
        tuple(changes),
        tuple(label for kind, label in new if (kind, label) not in old),
        tuple(label for kind, label in old if (kind, label) not in new),
        tuple(finding for finding in found_after.findings if _identity(finding) not in known),
        tuple(finding for finding in found_before.findings if _identity(finding) not in still),
    )


def _identity(finding: ReportedFinding) -> tuple[str, ...]:
    return finding.rule, finding.resource or "", finding.place.path, finding.message


def _by_name(snapshots: Iterable[Snapshot]) -> dict[tuple[str, str], Resource]:
    return {(item.kind, item.label): item for snapshot in snapshots for item in snapshot.resources}


def _plain(value: Any, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        return "..."
    if isinstance(value, (Unknown, TemplateText)):
        return f"(not known: {value.reason})"
    if isinstance(value, Mapping):
        return {str(key): _plain(item, depth + 1) for key, item in value.items() if key not in _VOLATILE}
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth + 1) for item in value]
    return value


def _changes(resource: str, path: str, before: Any, after: Any, depth: int) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and depth < _MAX_DEPTH:
        for name in dict.fromkeys([*before, *after]):
            inner = f"{path}.{name}" if path else name
            yield from _changes(resource, inner, before.get(name), after.get(name), depth + 1)
        return
    if isinstance(before, list) and isinstance(after, list):
        if sorted(map(repr, before)) == sorted(map(repr, after)):
            return
        gone = [item for item in before if item not in after]
        come = [item for item in after if item not in before]
        yield Change(resource, path, gone, come)
        return
    yield Change(resource, path, before, after)
