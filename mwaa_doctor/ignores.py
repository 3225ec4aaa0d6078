"""The ignores of a project, in comments and in the configuration, with what is known of each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from mwaa_doctor.models.suppressions import ConfiguredSuppression, IgnoreComment
from mwaa_doctor.project import Project
from mwaa_doctor.result import Result
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.git_blame import line_dates

_MOST_FILES = 300


@dataclass(frozen=True, slots=True)
class IgnoreRow:
    """One ignore: where, of which rules, for what (``target``, of entries in the configuration), why, whose.

    ``state`` is ``used``, ``unused``, ``unknown`` (a rule of it did not run everywhere) or ``expired``; ``age`` is the
    number of days since its line was committed, or ``None``.
    """

    place: Place
    rules: tuple[str, ...]
    target: str
    reason: str
    owner: str
    until: datetime.date | None
    state: str
    age: int | None


def list_ignores(project: Project, result: Result, today: datetime.date) -> list[IgnoreRow]:
    """All ignores of a run, those that expire first on top, then the oldest."""
    found = result.hides
    if found is None:
        return []
    lines: dict[str, set[int]] = {}
    places = [comment.place for comment in found.comments] + [entry.place for entry in found.suppressions]
    for place in places:
        lines.setdefault(place.path, set()).add(place.line)
    dates = {path: line_dates(project.base, path, lines[path]) for path in sorted(lines)[:_MOST_FILES]}

    def age(place: Place) -> int | None:
        day = dates.get(place.path, {}).get(place.line)
        return max((today - day).days, 0) if day is not None else None

    rows = [_comment_row(comment, age(comment.place)) for comment in found.comments]
    rows += [_entry_row(entry, age(entry.place)) for entry in found.suppressions]
    return sorted(rows, key=lambda row: (row.until or datetime.date.max, -(row.age or 0), row.place))


def _comment_row(comment: IgnoreComment, age: int | None) -> IgnoreRow:
    ignore = comment.ignore
    if comment.expired:
        state = "expired"
    elif comment.hid:
        state = "used"
    else:
        state = "unused" if comment.judged >= set(ignore.rules) else "unknown"
    return IgnoreRow(comment.place, ignore.rules, "", ignore.reason, ignore.owner, ignore.last_day, state, age)


def _entry_row(entry: ConfiguredSuppression, age: int | None) -> IgnoreRow:
    given = entry.suppression
    if entry.expired:
        state = "expired"
    elif entry.hidden:
        state = "used"
    else:
        state = "unused" if entry.judged else "unknown"
    owner = given.owner or ""
    return IgnoreRow(entry.place, (given.rule,), given.target, given.reason, owner, given.until, state, age)
