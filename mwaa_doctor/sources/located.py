"""Evaluated values of templates that remember, member by member, where they were written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.snapshot import Step
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Located:
    """A value and its place.

    ``value`` is a scalar, a ``TemplateText``, an ``Unknown``, a list of ``Located``, a dictionary from text to
    ``Located``, or ``Encoded``; ``None`` stands for what is not set.
    """

    value: Any
    place: Place

    @property
    def members(self) -> list[Located]:
        """The members of a list; nothing for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def entries(self) -> dict[str, Located]:
        """The entries of a dictionary; nothing for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, list):
            return [member.plain() for member in self.value]
        if isinstance(self.value, dict):
            return {name: member.plain() for name, member in self.value.items() if member.value is not None}
        return self.value.text if isinstance(self.value, Encoded) else self.value

    def places(self) -> Mapping[tuple[Step, ...], Place]:
        """The place of every member, by its path."""
        return dict(self._walk(()))

    def _walk(self, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Place]]:
        if path:
            yield path, self.place
        for step, member in enumerate(self.members):
            yield from member._walk((*path, step))
        for name, member in self.entries.items():
            yield from member._walk((*path, name))


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text that was made from a value as JSON; the value is kept, so that its members keep their places."""

    of: Located

    @property
    def text(self) -> str | TemplateText | Unknown:
        """The JSON text."""
        found: list[Hole | Unknown] = []
        try:
            written = json.dumps(self.of.plain(), ensure_ascii=False, default=lambda value: _marked(value, found))
        except (RecursionError, ValueError, TypeError):
            return Unknown("the value cannot be written as JSON")
        unknown = next((item for item in found if isinstance(item, Unknown)), None)
        if unknown is not None:
            return unknown
        return _with_holes(written, found)


def decoded(value: Located) -> Located:
    """The value in a JSON text, holes kept; ``Unknown`` if it is not JSON.  Other values are given back as they are."""
    if isinstance(value.value, Encoded):
        return value.value.of
    if not isinstance(value.value, (str, TemplateText)):
        return value
    holes: list[Hole | Unknown] = []
    parts = value.value.parts if isinstance(value.value, TemplateText) else (value.value,)
    text = "".join(part if isinstance(part, str) else _mark(part, holes) for part in parts)
    try:
        return _filled(locate(json.loads(text), value.place), holes)
    except (ValueError, RecursionError):
        reason = value.value.reason if isinstance(value.value, TemplateText) else "the text is not valid JSON"
        return unknown(reason, value.place)


_MARK = re.compile("\ue000(\\d+)\ue001")


def _mark(part: Hole | Unknown, found: list[Hole | Unknown]) -> str:
    found.append(part)
    return f"\ue000{len(found) - 1}\ue001"


def _marked(value: Any, found: list[Hole | Unknown]) -> str:
    if isinstance(value, TemplateText):
        return "".join(part if isinstance(part, str) else _mark(part, found) for part in value.parts)
    if isinstance(value, Unknown):
        return _mark(value, found)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _filled(value: Located, holes: list[Hole | Unknown]) -> Located:
    if isinstance(value.value, list):
        return Located([_filled(member, holes) for member in value.value], value.place)
    if isinstance(value.value, dict):
        return Located(
            {str(_with_holes(name, holes)): _filled(member, holes) for name, member in value.value.items()}, value.place
        )
    return Located(_with_holes(value.value, holes), value.place) if isinstance(value.value, str) else value


def _with_holes(text: str, holes: list[Hole | Unknown]) -> str | TemplateText:
    pieces = _MARK.split(text)
    found = [piece if position % 2 == 0 else holes[int(piece)] for position, piece in enumerate(pieces)]
    return join_texts(piece for piece in found if not isinstance(piece, Unknown))


def hole(name: str, reason: str, place: Place, distinct: str = "") -> Located:
    """A text that is known on deployment only."""
    return Located(TemplateText((Hole(name, reason, distinct),)), place)


def unknown(reason: str, place: Place) -> Located:
    """A value that is not known."""
    return Located(Unknown(reason), place)


def locate(value: Any, place: Place) -> Located:
    """A plain value in which everything comes from one place."""
    if isinstance(value, (list, tuple)):
        return Located([locate(item, place) for item in value], place)
    if isinstance(value, Mapping):
        return Located({str(key): locate(item, place) for key, item in value.items()}, place)
    return Located(value, place)
