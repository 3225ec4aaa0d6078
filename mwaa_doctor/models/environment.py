"""One MWAA environment of a snapshot, and the context that rules on it ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from mwaa_doctor.models.snapshot import Resource, Snapshot, Spot, Step, Text
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.target import AirflowVersion, Target
from mwaa_doctor.unknown import Unknown

GIVE_ENVIRONMENT = "an environment: a template, a plan, an answer of get-environment or a snapshot"

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True)
class Environment:
    """An environment as ``GetEnvironment`` tells of it, in the snapshot of the account around it.

    ``fallback`` is what the project says of its environment; the environment's own values come first.  ``running`` is
    the environment that a template or plan changes, ``Unknown`` if that is not plain, ``None`` if none is known.
    """

    snapshot: Snapshot
    record: Resource
    fallback: Target = field(default_factory=Target)
    running: Environment | Unknown | None = field(default=None, compare=False, repr=False)

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Environment]:
        """The environment itself."""
        return (source,) if isinstance(source, cls) else ()

    @classmethod
    def of_environment(cls, environment: Environment) -> Environment:
        """The environment itself, for rules on its parts."""
        return environment

    @property
    def place(self) -> Place:
        """Where the environment is declared."""
        return self.record.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.record.label

    @property
    def is_running(self) -> bool:
        """Whether there is such an environment: an answer of AWS or a state tells of it, not the input of a call."""
        if self.snapshot.source == "json":
            return bool(self.record.body.get("Arn") or self.record.body.get("Status"))
        return not self.snapshot.is_planned

    @property
    def name(self) -> Text:
        """Its name; raises ``Unknown``."""
        return self.record.text("Name") or self.record.label

    def get(self, *path: Step) -> Any:
        """A value of the environment; see ``Resource.get``."""
        return self.record.get(*path)

    def at(self, *path: Step) -> Spot:
        """What a finding about a value of the environment points at."""
        return self.record.at(*path)

    def written(self, name: str, value: str | bool | None = None) -> str:
        """A property, with a value if one is given, as the source writes it: in Terraform's words or AWS's."""
        if not self.snapshot.source.startswith("terraform"):
            shown = str(value).lower() if isinstance(value, bool) else value
            return name if value is None else f"{name}: {shown}"
        attribute = _WORD.sub("_", name).lower()
        return attribute if value is None else f"{attribute} = {json.dumps(value)}"

    @cached_property
    def target(self) -> Target:
        """Version, class and access of this environment, as far as they are known."""
        target = self.fallback
        version = AirflowVersion.parse(self._plain("AirflowVersion") or "")
        if version is not None:
            place = self.record.place_of("AirflowVersion")
            source = f"AirflowVersion in {place.path}"
            target = replace(target, version=version, version_source=source, version_place=place, conflict="")
        elif self._is_set("AirflowVersion"):
            target = replace(target, version=None, conflict=self._why_not("AirflowVersion"))
        name, access = self._plain("EnvironmentClass"), self._plain("WebserverAccessMode")
        return replace(
            target,
            environment_class_name=name or target.environment_class_name,
            webserver_access_mode=access or target.webserver_access_mode,
        )

    def _plain(self, name: str) -> str | None:
        value = self.record.body.get(name)
        return value if isinstance(value, str) else None

    def _is_set(self, name: str) -> bool:
        return self.record.body.get(name) is not None

    def _why_not(self, name: str) -> str:
        value = self.record.body.get(name)
        if isinstance(value, (Unknown, TemplateText)):
            return value.reason
        return f"`{value}` in {self.record.place_of(name).path} is no version of Airflow"


_Part = TypeVar("_Part", bound="EnvironmentPart")


class EnvironmentPart:
    """A model made from an environment, of which every environment has one; rules ask for it, or are about it."""

    environment: Environment

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls: type[_Part], source: Any) -> Iterable[_Part]:  # noqa: PYI019 - Self is of Python 3.11
        """The part of an environment; raises ``Unknown`` if it is not known."""
        return (cls.of_environment(source),) if isinstance(source, Environment) else ()

    @classmethod
    def of_environment(cls: type[_Part], environment: Environment) -> _Part:  # noqa: PYI019
        """The part of an environment; raises ``Unknown`` if it is not known."""
        raise NotImplementedError

    @property
    def place(self) -> Place:
        """Where the environment is declared."""
        return self.environment.place

    @property
    def resource(self) -> str:
        """What reports call the environment."""
        return self.environment.resource


class EnvironmentContext:
    """What rules on an environment may ask for: what the project gives, and models made from the environment.

    A model is made when it is first asked for, by its class method ``of_environment``, which may raise ``Unknown``.
    """

    def __init__(self, environment: Environment, given: Mapping[type[Any], Any]) -> None:
        self._environment = environment
        self._made: dict[type[Any], Any] = {**given, Target: environment.target}

    def get(self, kind: type[Any], /) -> Any:
        """The model of a type, ``Unknown`` with the reason, or ``None`` for a type that no environment has."""
        if kind not in self._made:
            make = getattr(kind, "of_environment", None)
            try:
                self._made[kind] = make(self._environment) if make is not None else None
            except Unknown as unknown:
                self._made[kind] = unknown
        return self._made[kind]


def environments(snapshots: Iterable[Snapshot], fallback: Target) -> tuple[Environment, ...]:
    """All environments of all snapshots; those that are planned know the running one that they change."""
    found = [
        Environment(_around(snapshot, record), record, fallback)
        for snapshot in snapshots
        for record in snapshot.environments()
    ]
    return tuple(replace(item, running=_running(item, found)) if item.snapshot.is_planned else item for item in found)


def _around(snapshot: Snapshot, record: Resource) -> Snapshot:
    """The snapshot as the environment sees it: one configuration of Terraform may make things in several Regions."""
    region = record.body.get("Region")
    return snapshot if region is None else replace(snapshot, region=region)


def without_twins(found: Iterable[Environment]) -> tuple[Environment, ...]:
    """The environments as they will be: without the running ones that planned ones change."""
    everything = tuple(found)
    changed = [item.running for item in everything if isinstance(item.running, Environment)]
    return tuple(item for item in everything if not any(item is running for running in changed))


def _running(planned: Environment, found: list[Environment]) -> Environment | Unknown | None:
    twins = [other for other in found if other.is_running and _is_same(planned, other)]
    rivals = [other for other in found if other.snapshot.is_planned and any(_is_same(other, twin) for twin in twins)]
    if len(twins) == len(rivals) == 1:
        return twins[0]
    before = planned.snapshot.before.get(planned.record.label)
    if before is not None:
        around = replace(planned.snapshot, source="terraform-state", resources=(before.record,), before={})
        return Environment(around, before.record, planned.fallback)
    if not twins:
        return None
    many = "several templates declare" if len(rivals) > 1 else "there are several running environments with the name"
    name = planned.record.body["Name"]
    return Unknown(f"{many} `{name}`: which belong together follows from `region` and `account` in the configuration")


def _is_same(planned: Environment, running: Environment) -> bool:
    """Whether both have one name, and neither Region nor account tells them apart."""
    name = planned.record.body.get("Name")
    if not isinstance(name, str) or name != running.record.body.get("Name"):
        return False
    mine, theirs = planned.snapshot, running.snapshot
    pairs = ((mine.region, theirs.region), (mine.account, theirs.account))
    return all(one == other for one, other in pairs if isinstance(one, str) and isinstance(other, str))
