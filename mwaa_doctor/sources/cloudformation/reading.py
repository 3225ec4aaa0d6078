"""What the mappings of resource types work with: one declaration with its evaluated properties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.cloudformation import identity
from mwaa_doctor.sources.cloudformation.evaluation import Evaluation
from mwaa_doctor.sources.cloudformation.template import Declaration
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True)
class Declared:
    """A resource of a template, its properties evaluated when they are first asked for."""

    declaration: Declaration
    evaluation: Evaluation
    doubt: str = ""

    @cached_property
    def properties(self) -> PlacedMap:
        """The evaluated properties, ``null`` ones left out."""
        found = PlacedMap()
        template = self.evaluation.template
        for name, mark in self.declaration.properties.marks.items():
            found.put(name, self.evaluation.property(self.declaration, name), template.place(mark))
        return found

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.declaration.place

    @property
    def ref(self) -> Text:
        """What ``Ref`` gives."""
        return identity.reference(self.declaration, self.evaluation)

    @property
    def name(self) -> Text:
        """Its name."""
        return identity.physical_name(self.declaration, self.evaluation)

    @property
    def arn(self) -> Text:
        """Its ARN."""
        return identity.arn(self.declaration, self.evaluation) or identity.own_hole(self.declaration, "Arn")

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
            self.declaration.name,
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


def is_map(value: Any) -> bool:
    """Whether a value is a mapping whose members are known by name."""
    return isinstance(value, PlacedMap)


def not_known(value: Any) -> Unknown | None:
    """The reason why a value is not known at all."""
    return value if isinstance(value, Unknown) else None
