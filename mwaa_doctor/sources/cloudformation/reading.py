"""What the mappings of resource types work with: one declaration with its evaluated properties."""

from __future__ import annotations

from dataclasses import dataclass

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.cloudformation import identity
from mwaa_doctor.sources.cloudformation.evaluation import Evaluation
from mwaa_doctor.sources.cloudformation.template import Declaration
from mwaa_doctor.sources.declared import Properties
from mwaa_doctor.sources.placed import PlacedMap


@dataclass(frozen=True)
class Declared(Properties):
    """A resource of a template, its properties evaluated, ``null`` ones left out."""

    declaration: Declaration
    evaluation: Evaluation
    properties: PlacedMap
    doubt: str = ""

    @classmethod
    def evaluated(cls, declaration: Declaration, evaluation: Evaluation, doubt: str) -> Declared:
        """A declaration with what its properties come to."""
        found = PlacedMap()
        for name, mark in declaration.properties.marks.items():
            found.put(name, evaluation.property(declaration, name), evaluation.template.place(mark))
        return cls(declaration, evaluation, found, doubt)

    @property
    def label(self) -> str:
        """The logical id."""
        return self.declaration.name

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
