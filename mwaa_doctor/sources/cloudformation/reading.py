"""What the mappings of resource types work with: one declaration with its evaluated properties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.cloudformation import identity
from mwaa_doctor.sources.cloudformation.evaluation import Evaluation
from mwaa_doctor.sources.cloudformation.template import Declaration
from mwaa_doctor.sources.declared import Properties
from mwaa_doctor.sources.placed import PlacedMap


@dataclass(frozen=True)
class Declared(Properties):
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
    def given(self) -> PlacedMap:
        """The evaluated properties."""
        return self.properties

    @property
    def label(self) -> str:
        """The logical id."""
        return self.declaration.name

    @property
    def uncertainty(self) -> str:
        """Why it may not be made."""
        return self.doubt

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
