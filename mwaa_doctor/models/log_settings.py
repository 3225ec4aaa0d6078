"""Which logs an environment sends to CloudWatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.models.snapshot import Spot

_PROPERTY = "LoggingConfiguration"
NEEDED = frozenset({"SchedulerLogs", "TaskLogs"})


@dataclass(frozen=True)
class LogSettings(EnvironmentPart):
    """The property ``LoggingConfiguration``."""

    environment: Environment

    kinds: ClassVar[tuple[str, ...]] = (
        "DagProcessingLogs",
        "SchedulerLogs",
        "TaskLogs",
        "WebserverLogs",
        "WorkerLogs",
    )

    @classmethod
    def of_environment(cls, environment: Environment) -> LogSettings:
        """The settings of an environment."""
        return cls(environment)

    def enabled(self, kind: str) -> bool | None:
        """Whether logs of a kind are sent; ``None`` if that is not set; raises ``Unknown``."""
        value = self.environment.get(_PROPERTY, kind, "Enabled")
        if isinstance(value, str):
            return value.lower() == "true"
        return value if isinstance(value, bool) else None

    def level(self, kind: str) -> str | None:
        """The least severe level that is sent; ``None`` if it is not set; raises ``Unknown``."""
        value = self.environment.get(_PROPERTY, kind, "LogLevel")
        return value if isinstance(value, str) else None

    def at(self, kind: str, name: str) -> Spot:
        """What a finding about a setting points at."""
        return self.environment.at(_PROPERTY, kind, name)
