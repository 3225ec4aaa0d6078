"""Inline ignores: ``# mwaa-doctor: ignore[rule-name] reason`` in Python, shell, requirements and YAML files."""

from __future__ import annotations

import datetime
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.rule import Place

_IGNORE = re.compile(r"#\s*mwaa-doctor:\s*ignore\s*\[([^\]]*)\]\s*(.*)", re.IGNORECASE)
_BLANKET = re.compile(r"#\s*mwaa-doctor:\s*ignore\b(?!\s*\[)", re.IGNORECASE)
_GIVEN = re.compile(r"(?:^|(?<=\s))(until|owner)=(\S+)\s*")
_MARK = b"mwaa-doctor:"


@dataclass(frozen=True, slots=True)
class InlineIgnore:
    """An ignore comment: the rules it names, the reason behind it, and the lines whose findings it hides.

    ``rules`` is empty for a comment that names none, which hides nothing.  ``until`` and ``owner`` are what the comment
    gives as ``until=2027-06-30`` and ``owner=team``, as written.
    """

    place: Place
    rules: tuple[str, ...]
    reason: str
    lines: tuple[int, ...]
    until: str = ""
    owner: str = ""

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which it hides anything; ``None`` if it names none, or none that is a date."""
        try:
            return datetime.date.fromisoformat(self.until) if len(self.until) == len("2027-06-30") else None
        except ValueError:
            return None

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.last_day is not None and self.last_day < today


def python_ignores(path: str, source: bytes) -> list[InlineIgnore]:
    """The ignore comments of Python source; strings that look like one do not count."""
    if _MARK not in source.lower():
        return []
    found: list[InlineIgnore] = []
    try:
        for token in tokenize.tokenize(io.BytesIO(source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).readline):
            if token.type == tokenize.COMMENT:
                alone = not token.line[: token.start[1]].strip()
                found.extend(_read(path, token.string, token.start[0], token.start[1] + 1, alone))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return text_ignores(path, source)
    return found


def text_ignores(path: str, source: bytes) -> list[InlineIgnore]:
    """The ignore comments of a file in which ``#`` begins a comment."""
    if _MARK not in source.lower():
        return []
    found: list[InlineIgnore] = []
    for number, line in enumerate(source.decode("utf-8", errors="replace").splitlines(), 1):
        column = line.find("#")
        if column >= 0:
            found.extend(_read(path, line[column:], number, column + 1, not line[:column].strip()))
    return found


def _read(path: str, comment: str, line: int, column: int, alone: bool) -> Iterator[InlineIgnore]:
    place = Place(path, line, column, line, column + len(comment))
    lines = (line, line + 1) if alone else (line,)
    match = _IGNORE.search(comment)
    if match:
        rules = tuple(part.strip() for part in match.group(1).split(",") if part.strip())
        given = {found[1]: found[2] for found in _GIVEN.finditer(match.group(2))}
        reason = _GIVEN.sub("", match.group(2)).strip()
        yield InlineIgnore(place, rules, reason, lines, given.get("until", ""), given.get("owner", ""))
    elif _BLANKET.search(comment):
        yield InlineIgnore(place, (), "", lines)
