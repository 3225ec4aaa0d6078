"""What the environment can import: the image of the Airflow version, and what requirements.txt adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from mwaa_doctor import facts
from mwaa_doctor.models.requirements import Requirements, normalise
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from mwaa_doctor.facts import Surface

PROVIDERS = "airflow.providers."
_FORMER = "airflow.contrib."
_PROVIDER_PREFIX = "apache-airflow-providers-"
_ALWAYS_THERE = frozenset({"mwaa", "airflow_local_settings", "pkg_resources"})
_FIRST_PYTHON = (3, 7)


@dataclass
class Image:
    """The modules and distributions of an environment.

    ``requirements`` is ``None`` if the project has no requirements file: then nothing is said of other packages.
    """

    target: Target
    requirements: Requirements | None = None

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "Airflow version"

    @cached_property
    def surface(self) -> Surface:
        """The API surface, with the providers that the requirements add; raises ``Unknown`` without a known version."""
        version = str(self.target.airflow)
        found = facts.surface(version)
        if found is None:
            raise Unknown(f"Airflow {version} is not among the versions known as of {facts.knowledge_date()}")
        return found.including(self.added_providers)

    @cached_property
    def standard_library(self) -> frozenset[str]:
        """The top-level modules of the environment's Python."""
        from mwaa_doctor.facts.names import standard_library

        return standard_library(self.target.python)

    @cached_property
    def left_standard_library(self) -> frozenset[str]:
        """The top-level modules that earlier Pythons had and that of the environment has not."""
        from mwaa_doctor.facts.names import standard_library

        earlier = (standard_library((3, minor)) for minor in range(_FIRST_PYTHON[1], self.target.python[1]))
        return frozenset().union(*earlier) - self.standard_library

    @cached_property
    def added_providers(self) -> tuple[str, ...]:
        """The provider distributions that the requirements name, also as extras of ``apache-airflow``."""
        if self.requirements is None:
            return ()
        found = [entry.name for entry in self.requirements.entries if entry.name.startswith(_PROVIDER_PREFIX)]
        airflow = self.requirements.named("apache-airflow")
        if airflow is not None:
            found.extend(_PROVIDER_PREFIX + extra for extra in airflow.extras)
        return tuple(dict.fromkeys(found))

    @cached_property
    def _other_versions(self) -> frozenset[str]:
        """Providers that the requirements pin to another version than the image and the constraints have."""
        version = str(self.target.airflow)
        known = {**(facts.constraints(version) or {}), **(facts.installed(version) or {})}
        versions = {normalise(name): pin for name, pin in known.items()}
        entries = self.requirements.entries if self.requirements is not None else ()
        return frozenset(
            entry.name
            for entry in entries
            if entry.name.startswith(("apache-airflow-providers-", "apache-airflow"))
            and entry.pin is not None
            and versions.get(entry.name) not in (None, entry.pin)
        )

    def top_level(self, name: str) -> bool | None:
        """Whether a top-level module other than ``airflow`` can be imported; ``None`` if a requirement may bring it."""
        if name in self.standard_library or name in _ALWAYS_THERE:
            return True
        names = self.surface.import_names()
        if name in names:
            return True
        if self.requirements is None:
            raise Unknown("whether other packages are installed: the project has no requirements.txt")
        if self.requirements.opaque or self._brings_more():
            return None
        return False

    @property
    def may_bring_strangers(self) -> bool:
        """Whether the requirements hold entries that cannot be read, or packages that no facts tell of."""
        held = {normalise(name) for name in facts.installed(str(self.target.airflow)) or ()}
        entries = self.requirements.entries if self.requirements is not None else ()
        strange = (entry.name not in held and not entry.name.startswith(_PROVIDER_PREFIX) for entry in entries)
        return self.requirements is not None and (self.requirements.opaque or any(strange))

    def _brings_more(self) -> bool:
        """Whether the requirements ask for anything that the image does not hold already."""
        held = {normalise(name) for name in facts.installed(str(self.target.airflow)) or ()}
        entries = self.requirements.entries if self.requirements is not None else ()
        return any(entry.name not in held or entry.extras for entry in entries)

    @cached_property
    def _answers(self) -> dict[str, bool | None]:
        return {}

    @cached_property
    def _needs(self) -> dict[str, frozenset[str]]:
        return {}

    def missing(self, dotted: str) -> frozenset[str]:
        """The modules that the import of a name below ``airflow`` needs and the image lacks."""
        if dotted not in self._needs:
            self._needs[dotted] = self.surface.missing(dotted)
        return self._needs[dotted]

    @cached_property
    def _constraint_lines(self) -> dict[str, str]:
        constraints = facts.constraints(str(self.target.airflow)) or {}
        return {normalise(name): f"{name}=={pin}" for name, pin in constraints.items()}

    def constraint_line(self, name: str) -> str:
        """The line for requirements.txt that asks for a distribution as the constraints pin it, or an empty text."""
        return self._constraint_lines.get(normalise(name), "")

    @cached_property
    def _homes(self) -> dict[str, str]:
        return {}

    def home_of(self, name: str) -> str:
        """Where a class or function of that name can be imported from, in the image or else in a provider to add."""
        if name not in self._homes:
            places = (place for place in self.surface.find(name) if not place.startswith(_FORMER))
            here = (place for place in places if self.has(place) and not self.missing(place))
            self._homes[name] = next(here, "") or next((place for place, _ in self.surface.find_offers(name)), "")
        return self._homes[name]

    def has(self, dotted: str) -> bool | None:
        """Whether a module or name below ``airflow`` can be imported; ``None`` if that cannot be told."""
        if dotted not in self._answers:
            self._answers[dotted] = self._has(dotted)
        return self._answers[dotted]

    def _has(self, dotted: str) -> bool | None:
        answer = self.surface.has(dotted)
        if not dotted.startswith(PROVIDERS):
            return answer
        distribution = self.distribution_of(dotted)
        if distribution is not None and distribution in self._other_versions:
            return None
        if answer is False and self._may_come_along(dotted):
            return None
        return answer

    def distribution_of(self, dotted: str) -> str | None:
        """The distribution of the provider that a dotted name belongs to."""
        parts = dotted.split(".")
        for count in range(len(parts), 2, -1):
            module = self.surface.module(".".join(parts[:count]))
            if module is not None and module.distribution != "apache-airflow":
                return normalise(module.distribution)
        offer = self.surface.provider_for(dotted)
        return normalise(offer.distribution) if offer is not None else None

    def _may_come_along(self, dotted: str) -> bool:
        """Whether a provider that is not named may be a dependency of one that is, or of an unreadable entry."""
        if self.requirements is None or self.requirements.opaque:
            return self.requirements is not None
        offer = self.surface.provider_for(dotted)
        if offer is None:
            return False
        named = {entry.name for entry in self.requirements.entries}
        return normalise(offer.distribution) not in named and self._brings_more_than_providers_of(dotted)

    def _brings_more_than_providers_of(self, dotted: str) -> bool:
        """Common providers are dependencies of others; the rest comes only by name."""
        return dotted.startswith((PROVIDERS + "common.", PROVIDERS + "openlineage")) and self._brings_more()
