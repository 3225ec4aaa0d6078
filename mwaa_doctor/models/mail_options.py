"""How Airflow is to send mail, as far as the configuration options say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.models.environment import Environment, EnvironmentPart

Value = TypeVar("Value")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """A value that holds, and the option that sets it; ``None`` if Airflow's default holds."""

    value: Value
    option: AirflowOption | None


@dataclass(frozen=True)
class MailOptions(EnvironmentPart):
    """The options of the section ``smtp``."""

    environment: Environment
    options: AirflowOptions

    @classmethod
    def of_environment(cls, environment: Environment) -> MailOptions:
        """The options of the environment; raises ``Unknown`` if they are not known."""
        return cls(environment, AirflowOptions.of_environment(environment))

    @property
    def host(self) -> AirflowOption | None:
        """The option that names the mail server."""
        return self.options.named("smtp.smtp_host")

    @property
    def is_local(self) -> bool:
        """Whether the mail server is to be the container itself, where none runs."""
        return self.host is None or self.host.text.strip().lower() in _LOCAL

    @property
    def port(self) -> Setting[float | None]:
        """The port; raises ``Unknown`` as the others do."""
        return Setting(self.options.number("smtp.smtp_port"), self.options.named("smtp.smtp_port"))

    @property
    def ssl(self) -> Setting[bool | None]:
        """Whether the connection begins with TLS."""
        return Setting(self.options.truth("smtp.smtp_ssl"), self.options.named("smtp.smtp_ssl"))

    @property
    def starttls(self) -> Setting[bool | None]:
        """Whether the connection changes to TLS after its beginning."""
        return Setting(self.options.truth("smtp.smtp_starttls"), self.options.named("smtp.smtp_starttls"))
