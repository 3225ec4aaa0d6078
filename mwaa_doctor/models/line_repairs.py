"""What rules offer as repairs of files that are read line by line, such as requirements.txt."""

from __future__ import annotations

import re

from mwaa_doctor.project import Project
from mwaa_doctor.rule import Edit, Place

_LINE_END = re.compile(r"\r\n|\r|\n")


def moved_line(project: Project, path: str, line: int, before: int) -> tuple[Edit, ...]:
    """A line put above an earlier one; none if either goes on in its neighbours."""
    lines = _lines(project, path)
    if not before < line <= len(lines) or any(lines[at - 2].endswith("\\") for at in (line, before) if at > 1):
        return ()
    text = lines[line - 1]
    if text.endswith("\\"):
        return ()
    return Edit.line_below(path, before - 1, text), Edit(path, (line, 1), (line + 1, 1), "")


def replaced_before(project: Project, place: Place, pattern: str, text: str) -> tuple[Edit, ...]:
    """Another text for the group of a pattern that the line is up to a place; none if it is not."""
    lines = _lines(project, place.path)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    match = re.fullmatch(pattern, line[: place.column - 1])
    if match is None:
        return ()
    return (Edit(place.path, (place.line, match.start(1) + 1), (place.line, match.end(1) + 1), text),)


def _lines(project: Project, path: str) -> list[str]:
    data = project.read(path)
    try:
        return _LINE_END.split(data.decode("utf-8-sig")) if isinstance(data, bytes) else []
    except UnicodeDecodeError:
        return []
