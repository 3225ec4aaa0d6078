"""The secrets of an account in which Airflow looks for connections and variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.models.secrets_backend import KINDS, SECRETS_MANAGER, SecretsBackend
from mwaa_doctor.models.snapshot import Resource, Spot
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_SEPARATORS = "/-_."
_SEPARATOR = re.compile(r"[/_.-]")
_S = TypeVar("_S", bound="StoredSecret")


@dataclass(frozen=True)
class StoredSecret:
    """A secret that an environment asks for under its prefix.

    ``name`` is that of the connection or variable, ``kind`` is ``connections`` or ``variables``.
    """

    environment: Environment
    record: Resource
    kind: str
    name: str

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "an environment with the backend for Secrets Manager, and its secrets"
    kinds: ClassVar[tuple[str, ...]] = KINDS

    @classmethod
    def subjects(cls: type[_S], source: object) -> Iterable[_S]:  # noqa: PYI019 - Self is of Python 3.11
        """The secrets that are told of; raises ``Unknown`` if the backend is not known."""
        if not isinstance(source, Environment):
            return ()
        return [cls(source, record, kind, name) for kind in cls.kinds for record, name in under_prefix(source, kind)]

    @property
    def place(self) -> Place:
        """Where its value is declared."""
        return self.spot.place

    @property
    def spot(self) -> Spot:
        """What a finding about the value points at."""
        return self.record.at("Value")

    @property
    def resource(self) -> str:
        """What reports call the secret."""
        return self.record.label

    @property
    def secret(self) -> str:
        """The name of the secret."""
        return str(self.record.text("Name"))

    def says(self, what: str) -> Any:
        """What there is to say of the value, see ``stored_text``; raises ``Unknown`` if the value is not known."""
        if self.record.body.get("Value") is None:
            raise Unknown(f"the value of the secret `{self.secret}` is not told, and never read")
        return self.record.get("Value", what)


class StoredConnection(StoredSecret):
    """A secret with a connection."""

    kinds = ("connections",)


def under_prefix(environment: Environment, kind: str) -> Iterator[tuple[Resource, str]]:
    """The secrets told of that hold connections or variables, each with the name that Airflow asks for."""
    records = environment.snapshot.known("secretsmanager:Secret")
    if not records:
        return
    backend = SecretsBackend.of_environment(environment)
    if backend.option is None or backend.option.text != SECRETS_MANAGER:
        return
    prefix = backend.prefix(kind)
    if not prefix:
        return
    start = prefix + backend.separator
    for record in records:
        name = record.body.get("Name")
        if isinstance(name, str) and name.startswith(start) and len(name) > len(start):
            yield record, name[len(start) :]


@dataclass(frozen=True)
class StoredSecrets(EnvironmentPart):
    """All secrets around an environment whose backend is that for Secrets Manager, by what it asks for."""

    environment: Environment
    backend: SecretsBackend

    @classmethod
    def subjects(cls, source: Any) -> Iterable[StoredSecrets]:
        """The secrets, if any are told of and asked for; raises ``Unknown`` if the backend is not known."""
        if not isinstance(source, Environment) or not source.snapshot.known("secretsmanager:Secret"):
            return ()
        found = cls.of_environment(source)
        option = found.backend.option
        return (found,) if option is not None and option.text == SECRETS_MANAGER else ()

    @classmethod
    def of_environment(cls, environment: Environment) -> StoredSecrets:
        """The secrets around an environment; raises ``Unknown`` if its options are not known."""
        return cls(environment, SecretsBackend.of_environment(environment))

    def left_out(self) -> Iterator[tuple[str, Resource, str]]:
        """Those under a prefix whose name the look-up pattern leaves out, with the kind and the name."""
        for kind in KINDS:
            for record, name in under_prefix(self.environment, kind):
                if not self.backend.is_asked_for(kind, name):
                    yield kind, record, name

    def misnamed(self) -> Iterator[tuple[Resource, str]]:
        """Those whose name is a slip away from one under a prefix, with the name that Airflow asks for."""
        starts = [f"{prefix}{self.backend.separator}" for kind in KINDS if (prefix := self.backend.prefix(kind))]
        records = self.environment.snapshot.known("secretsmanager:Secret")
        names = {name for record in records if isinstance(name := record.body.get("Name"), str)}
        for record in records:
            name = record.body.get("Name")
            if not isinstance(name, str) or name.startswith(tuple(starts)):
                continue
            for start in starts:
                rest = _after(name, start)
                if rest and start + rest not in names:
                    yield record, start + rest


def _after(name: str, start: str) -> str:
    """What follows a prefix in a name, if the name begins with it but for one slip or two; else nothing.

    Slips are: capitals, another separator throughout, a separator in front, the singular.
    """
    words = [word for word in _SEPARATOR.split(start.lower()) if word]
    singular = [word.removesuffix("s") for word in words]
    for separator in _SEPARATORS:
        for spelt in (words, singular):
            beginning = separator.join([*spelt, ""])
            for front in ("", separator):
                if name.lower().startswith(front + beginning):
                    return name[len(front + beginning) :]
    return ""
