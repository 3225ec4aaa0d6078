"""In which order a template or plan makes its resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from mwaa_doctor.models.environment import Environment


@dataclass(frozen=True, slots=True)
class Piece:
    """A resource that is a piece of another object, such as a role's policy; ``owner`` is what it names that by."""

    label: str
    kind: str
    owner: Text | Unknown
    place: Place


@dataclass(frozen=True)
class Deployment:
    """The pieces of a source, and for every resource's label the labels of those that it waits for.

    ``made`` are the labels of what a plan creates; everything where nothing tells what is there already.  ``untold``
    are names in ``needs`` of which it is not known what they wait for, with the reason.
    """

    pieces: tuple[Piece, ...]
    needs: Mapping[str, frozenset[str]]
    made: frozenset[str] | None = None
    untold: Mapping[str, str] = field(default_factory=dict)

    def makes(self, label: str) -> bool:
        """Whether a resource is created, as far as is known."""
        return self.made is None or label in self.made

    def waits_for(self, label: str) -> frozenset[str]:
        """The labels of all resources that are there before one is made."""
        found: set[str] = set()
        todo = [label]
        while todo:
            for other in self.needs.get(todo.pop(), ()):
                if other not in found:
                    found.add(other)
                    todo.append(other)
        return frozenset(found)


@dataclass(frozen=True)
class DeployedEnvironment:
    """An environment of a source that says in which order it makes its resources."""

    environment: Environment
    deployment: Deployment

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "an environment in a template or plan"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[DeployedEnvironment]:
        """The environment, if its source is such a one and creates it."""
        deployment = source.snapshot.deployment
        makes = deployment is not None and deployment.makes(source.record.label)
        return (cls(source, deployment),) if makes else ()

    @property
    def place(self) -> Place:
        """Where the environment is declared."""
        return self.environment.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.environment.resource

    @property
    def waits_for(self) -> frozenset[str]:
        """The labels of all resources that are there before the environment is made."""
        return self.deployment.waits_for(self.resource)

    def surely_without(self, labels: Iterable[str]) -> bool:
        """Whether it waits for none of some resources; raises ``Unknown`` if that is not told."""
        waits = self.waits_for
        if not waits.isdisjoint(labels):
            return False
        reason = next((reason for name, reason in self.deployment.untold.items() if name in waits), None)
        if reason is not None:
            raise Unknown(reason)
        return True
