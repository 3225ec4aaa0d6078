"""Where Airflow looks for connections and variables before its database, as the options say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.unknown import Unknown

SECRETS_MANAGER = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
_SYSTEMS_MANAGER = "airflow.providers.amazon.aws.secrets.systems_manager.SystemsManagerParameterStoreBackend"
AWS_BACKENDS = (SECRETS_MANAGER, _SYSTEMS_MANAGER)
_KWARGS = ("secrets.backend_kwargs", "workers.secrets_backend_kwargs")
KINDS = ("connections", "variables")


@dataclass(frozen=True)
class BackendArguments:
    """One of the options with arguments: ``value`` is the object, ``fault`` why there is none."""

    option: AirflowOption
    value: dict[str, Any] | None
    fault: str = ""


@dataclass(frozen=True)
class SecretsBackend(EnvironmentPart):
    """The class of the backend and its arguments."""

    environment: Environment
    options: AirflowOptions

    @classmethod
    def of_environment(cls, environment: Environment) -> SecretsBackend:
        """The backend of an environment; raises ``Unknown`` if its options are not known."""
        return cls(environment, AirflowOptions.of_environment(environment))

    @property
    def option(self) -> AirflowOption | None:
        """The option that names the class."""
        return self.options.named("secrets.backend")

    @property
    def is_aws(self) -> bool:
        """Whether it is one of the two backends of the Amazon provider; raises ``Unknown``."""
        return self.option is not None and self.option.text in AWS_BACKENDS

    @cached_property
    def arguments(self) -> tuple[BackendArguments, ...]:
        """The options with arguments that are set; raises ``Unknown``."""
        return tuple(_read(option) for name in _KWARGS if (option := self.options.named(name)) is not None)

    def prefix(self, kind: str) -> str | None:
        """What stands before the separator in the names of secrets of a kind; ``None`` if none are asked for.

        Raises ``Unknown`` if the arguments are not known.
        """
        value = self._argument(f"{kind}_prefix", f"airflow/{kind}")
        return value.rstrip(self.separator) if isinstance(value, str) else None

    @property
    def separator(self) -> str:
        """What stands between prefix and name; raises ``Unknown``."""
        value = self._argument("sep", "/")
        return value if isinstance(value, str) else "/"

    def is_asked_for(self, kind: str, name: str) -> bool:
        """Whether a name fits the look-up pattern; raises ``Unknown``."""
        pattern = self._argument(f"{kind}_lookup_pattern", None)
        try:
            return not isinstance(pattern, str) or re.match(pattern, name, re.IGNORECASE) is not None
        except (re.error, RecursionError, OverflowError):
            return False

    def _argument(self, name: str, default: str | None) -> Any:
        for one in self.arguments:
            if one.value is None:
                raise Unknown(f"`{one.option.name}` {one.fault}")
        given = {key: value for one in self.arguments for key, value in (one.value or {}).items()}
        return given.get(name, default)

    def is_shipped(self, name: str) -> bool:
        """Whether a class may come from somewhere else than the Amazon provider; raises ``Unknown``."""
        return not name.startswith(("airflow.contrib.", "airflow.providers.amazon."))


def _read(option: AirflowOption) -> BackendArguments:
    try:
        value = json.loads(option.text)
    except ValueError as problem:
        return BackendArguments(option, None, f"is no JSON: {problem}")
    except RecursionError:
        return BackendArguments(option, None, "is nested too deeply")
    if not isinstance(value, dict):
        return BackendArguments(option, None, "is no JSON object")
    return BackendArguments(option, value)
