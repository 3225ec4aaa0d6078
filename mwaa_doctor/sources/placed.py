"""Evaluated values in which every member of a container knows its place, and parts of resources made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mwaa_doctor.models.snapshot import Resource, Step, Text
from mwaa_doctor.rule import Place


class PlacedMap(dict[str, Any]):
    """A mapping with the places of its members."""

    __slots__ = ("places",)

    def __init__(self, values: Mapping[str, Any] | None = None, place: Place | None = None) -> None:
        super().__init__(values or {})
        self.places: dict[str, Place] = {} if place is None else dict.fromkeys(self, place)

    def put(self, key: str, value: Any, place: Place | None) -> None:
        """Set a member; ``None`` leaves it unset."""
        if value is None:
            return
        self[key] = value
        if place is not None:
            self.places[key] = place

    def take(self, source: PlacedMap, *names: str, **renamed: str) -> None:
        """Take members over, ``renamed`` as ``New="Old"``."""
        for name in names:
            self.put(name, source.get(name), source.places.get(name))
        for new, old in renamed.items():
            self.put(new, source.get(old), source.places.get(old))


class PlacedList(list[Any]):
    """A list with the places of its members."""

    __slots__ = ("places",)

    def __init__(self, values: Iterable[Any] = (), place: Place | None = None) -> None:
        super().__init__(values)
        self.places: list[Place | None] = [place] * len(self)

    def add(self, value: Any, place: Place | None) -> None:
        """Add a member at the end."""
        self.append(value)
        self.places.append(place)


@dataclass(slots=True)
class Part:
    """An AWS object, or a loose piece of one, before pieces are put together.

    ``kind`` is one of a snapshot's, or one that ``assembly`` knows to be loose; ``key``, ``label`` and ``doubt`` are
    those of the resource.
    """

    kind: str
    key: Text
    label: str
    place: Place
    body: PlacedMap = field(default_factory=PlacedMap)
    doubt: str = ""

    def resource(self) -> Resource:
        """The finished resource: plain values, and the places of all paths."""
        places: dict[tuple[Step, ...], Place] = {}
        body = _settle(self.body, (), places)
        return Resource(self.kind, self.key, self.label, body, self.place, places, self.doubt)


def _settle(value: Any, path: tuple[Step, ...], places: dict[tuple[Step, ...], Place]) -> Any:
    if isinstance(value, dict):
        known = value.places if isinstance(value, PlacedMap) else {}
        plain = {}
        for key, item in value.items():
            here = (*path, key)
            if key in known:
                places[here] = known[key]
            plain[key] = _settle(item, here, places)
        return plain
    if isinstance(value, list):
        listed = value.places if isinstance(value, PlacedList) else []
        members = []
        for position, item in enumerate(value):
            here = (*path, position)
            place = listed[position] if position < len(listed) else None
            if place is not None:
                places[here] = place
            members.append(_settle(item, here, places))
        return members
    return value
