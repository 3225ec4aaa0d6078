"""What came of resolving a requirements file: it fits, some want what others forbid, or it is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.installation import Installation, Layer
from mwaa_doctor.models.requirement_entry import Requirement, normalise
from mwaa_doctor.rule import Place


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody wants of a distribution: a package (``who`` with its version), the file, or a constraint."""

    who: str
    name: str
    specifier: str
    is_constraint: bool = False

    def __str__(self) -> str:
        return f"{self.name}{self.specifier}"


@dataclass(frozen=True)
class Resolution:
    """The outcome for one requirements file.

    ``claims`` are those that no version fits, ``missing`` what no index has, ``unfit`` a requirement for
    which no versions fit, with the ``reasons`` as the tool gives them.  ``problem`` says why nothing is known.  All are
    empty if everything fits.  ``tool`` says in words who resolved it.
    """

    installation: Installation
    tool: str = ""
    claims: tuple[Claim, ...] = ()
    missing: str = ""
    unfit: str = ""
    reasons: tuple[str, ...] = ()
    problem: str = ""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "packages resolved with --resolve"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Resolution]:
        """What was resolved for a project; nothing unless it was asked for."""
        return getattr(source, "resolutions", ())

    @property
    def place(self) -> Place:
        """The requirements file as a whole."""
        return self.installation.place

    def layer_of(self, claim: Claim) -> Layer | None:
        """The constraints in force that a claim comes from."""
        name = normalise(claim.name)
        wanted = set(claim.specifier.split(","))
        for layer in self.installation.layers:
            if set(layer.specifiers.get(name, "").split(",")) & wanted:
                return layer
        return None

    def entry_of(self, claim: Claim) -> Requirement | None:
        """The line that brings the one who claims something, or the thing that is claimed."""
        file = self.installation.requirements
        return file.named(claim.who.partition(" ")[0].partition("[")[0]) if claim.who else file.named(claim.name)
