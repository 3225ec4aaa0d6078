"""What makes parts of a declared resource, whatever language declares it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown


class Properties(ABC):
    """A declared resource.

    ``properties`` are those that are set, evaluated, in CloudFormation's names; ``doubt`` says why it may not exist.
    """

    properties: PlacedMap
    doubt: str

    @property
    @abstractmethod
    def label(self) -> str:
        """What a person calls it: a logical id or an address."""

    @property
    @abstractmethod
    def place(self) -> Place:
        """Where it is declared."""

    @property
    @abstractmethod
    def ref(self) -> Text:
        """By what others refer to it."""

    def get(self, name: str) -> Any:
        """The value of a property; ``None`` if it is unset."""
        return self.properties.get(name)

    def place_of(self, name: str) -> Place:
        """The line of a property, or of the resource."""
        return self.properties.places.get(name, self.place)

    def part(
        self, kind: str, key: Text | None = None, body: PlacedMap | None = None, place: Place | None = None
    ) -> Part:
        """A part made of this resource."""
        return Part(
            kind,
            self.ref if key is None else key,
            self.label,
            place or self.place,
            PlacedMap() if body is None else body,
            self.doubt,
        )

    def loose(self, kind: str, place: Place, owner: tuple[str, Any], *members: tuple[str, Any]) -> Part:
        """A loose part that belongs to the object of which ``owner`` holds the member and its value."""
        body = PlacedMap()
        for name, value in (owner, *members):
            body.put(name, value, place)
        return self.part(kind, body=body, place=place)

    def each(self, name: str) -> list[tuple[Any, Place]]:
        """The members of a list with their places; a list that is not known counts as one member."""
        value = self.get(name)
        place = self.place_of(name)
        if value is None:
            return []
        if not isinstance(value, list):
            return [(value, place)]
        places = value.places if isinstance(value, PlacedList) else [None] * len(value)
        return [(item, where or place) for item, where in zip(value, places, strict=True)]

    def references(self, name: str, member: str) -> PlacedList | Unknown:
        """The members of a list as AWS's answers have them, each an object of which ``member`` is the id."""
        given = self.get(name)
        if isinstance(given, Unknown):
            return given
        found = PlacedList()
        for value, place in self.each(name):
            found.add(value if isinstance(value, Unknown) else PlacedMap({member: value}, place), place)
        return found
