"""The Airflow configuration options of an environment, read as the environment's version of Airflow reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor import facts
from mwaa_doctor.models.environment import GIVE_ENVIRONMENT, Environment, EnvironmentPart
from mwaa_doctor.models.redaction import hidden_texts
from mwaa_doctor.models.secrets import SHORTEST, Secret, is_credential, may_name_a_secret, written_secrets
from mwaa_doctor.models.snapshot import Spot
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

PROPERTY = "AirflowConfigurationOptions"
HIDDEN = "[hidden by mwaa-doctor]"
"""What stands in a snapshot for a credential that was written out."""
_PASS = re.compile(r"(?:^|[_.])(?:pass|passwd|credentials?|basic_auth)$")
_TRUE, _FALSE = frozenset({"t", "true", "1"}), frozenset({"f", "false", "0"})


@dataclass(frozen=True)
class AirflowOption:
    """One option: ``name`` is ``section.option``; ``value`` as it is written, which may be unknown or no text."""

    name: str
    value: Any
    spot: Spot

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[AirflowOption]:
        """The options of an environment, in the order in which they are written."""
        return AirflowOptions(source).options if isinstance(source, Environment) else ()

    @property
    def place(self) -> Place:
        """The line of the option."""
        return self.spot.place

    @property
    def resource(self) -> str:
        """The environment that it belongs to."""
        return self.spot.resource

    @property
    def section(self) -> str:
        """The part before the first dot."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """The part after the first dot."""
        return self.name.partition(".")[2]

    @property
    def text(self) -> str:
        """The value as Airflow gets it; raises ``Unknown`` if it is known on deployment only."""
        if isinstance(self.value, (TemplateText, Unknown)):
            raise Unknown(f"`{self.name}`: {self.value.reason}")
        return self.value if isinstance(self.value, str) else str(self.value)

    @property
    def shown(self) -> str:
        """The value for messages; never that of an option that may hold a credential."""
        return "[redacted]" if self.holds_secret else self.text

    @property
    def holds_secret(self) -> bool:
        """Whether the value may be a credential, going by the option's name; never shown then."""
        return may_name_a_secret(self.key) or _PASS.search(self.key) is not None

    @property
    def is_plain_secret(self) -> bool:
        """Whether a credential is written out, not only the name of one or a placeholder."""
        if isinstance(self.value, (TemplateText, Unknown)) or not isinstance(self.value, str):
            return False
        if self.value == HIDDEN:
            return True
        if "{{resolve:" in self.value or _names_a_source(self.key):
            return False
        name = "password" if _PASS.search(self.key) else self.key
        return is_credential(name, self.value) or bool(set(written_secrets(f"option: {self.value}")))

    def number(self) -> float | None:
        """The value as a number; ``None`` if it is none; raises ``Unknown`` as ``text`` does."""
        try:
            number = float(self.text.partition("#")[0].strip())
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    def truth(self) -> bool | None:
        """The value as Airflow reads truth values; ``None`` if it would refuse it; raises ``Unknown``."""
        word = self.text.partition("#")[0].strip().lower()
        return True if word in _TRUE else False if word in _FALSE else None


@dataclass(frozen=True)
class AirflowOptions(EnvironmentPart):
    """All options of an environment."""

    environment: Environment

    @classmethod
    def of_environment(cls, environment: Environment) -> AirflowOptions:
        """The options; none if the property is not set; raises ``Unknown`` if it is not known at all."""
        options = cls(environment)
        _ = options.options
        return options

    @cached_property
    def options(self) -> tuple[AirflowOption, ...]:
        """Every option, in the order in which they are written; raises ``Unknown`` if the whole is not known."""
        given = self.environment.record.raw(PROPERTY)
        if isinstance(given, TemplateText):
            raise given.unknown
        if not isinstance(given, Mapping):
            return ()
        at = self.environment.at
        return tuple(AirflowOption(name, value, at(PROPERTY, name)) for name, value in given.items())

    @property
    def target(self) -> Target:
        """Version and class of the environment."""
        return self.environment.target

    @cached_property
    def reference(self) -> facts.OptionReference:
        """What the environment's version of Airflow reads; raises ``Unknown``."""
        version = str(self.target.airflow)
        reference = facts.airflow_options(version)
        if reference is None:
            raise Unknown(f"the options of Airflow {version} are not known as of {facts.knowledge_date()}")
        return reference

    def find(self, name: str) -> AirflowOption | None:
        """What sets the option that some version of Airflow calls ``name``, under any name that this version takes.

        Raises ``Unknown`` if the version is not known.
        """
        names = self.reference.spellings(name) or (name,)
        return next((option for wanted in names for option in self.options if option.name == wanted), None)

    def named(self, name: str) -> AirflowOption | None:
        """The option of exactly this name."""
        return next((option for option in self.options if option.name == name), None)

    def current_name(self, name: str) -> str:
        """What this version calls the option that some version calls ``name``."""
        return next(iter(self.reference.spellings(name)), name)

    def number(self, name: str) -> float | None:
        """The number that holds: what is set, else Airflow's default; ``None`` if what is set is no number.

        Raises ``Unknown`` if the version or the value is not known.
        """
        option = self.find(name)
        if option is not None:
            return option.number()
        known = self.reference.options.get(self.current_name(name))
        try:
            return float(known.default) if known is not None and known.default is not None else None
        except ValueError:
            return None

    def truth(self, name: str) -> bool | None:
        """Like ``number``, for truth values."""
        option = self.find(name)
        if option is not None:
            return option.truth()
        known = self.reference.options.get(self.current_name(name))
        return known.default.lower() in _TRUE if known is not None and known.default is not None else None


def secret_texts(environments: Iterable[Environment]) -> Iterator[str]:
    """Every spelling of the credentials among the options of these environments, so that reports can leave them out."""
    for environment in environments:
        try:
            options = AirflowOptions(environment).options
        except Unknown:
            continue
        for option in options:
            text = option.value
            if not isinstance(text, str):
                continue
            if option.is_plain_secret or (option.holds_secret and len(text) >= SHORTEST and not _is_public(text)):
                yield from hidden_texts((Secret("option", text, option.place),))


def _names_a_source(key: str) -> bool:
    """Whether a name is one of another option and says where its value is to be had, as ``smtp_password_secret``."""
    for ending in ("_cmd", "_secret"):
        if key.endswith(ending) and (may_name_a_secret(key.removesuffix(ending)) or ending == "_cmd"):
            return True
    return False


def _is_public(text: str) -> bool:
    """Whether a value says too little to be hidden wherever it occurs."""
    return text.lower() in _TRUE | _FALSE or (text.isalpha() and len(text) < 8)
