"""Where Airflow looks for connections and variables before its database, as the options say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.models.environment import Environment, EnvironmentPart

SECRETS_MANAGER = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
_SYSTEMS_MANAGER = "airflow.providers.amazon.aws.secrets.systems_manager.SystemsManagerParameterStoreBackend"
AWS_BACKENDS = (SECRETS_MANAGER, _SYSTEMS_MANAGER)
_KWARGS = ("secrets.backend_kwargs", "workers.secrets_backend_kwargs")


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
