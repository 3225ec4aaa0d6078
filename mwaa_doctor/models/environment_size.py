"""How large an environment is: its class, and how many workers, web servers and schedulers it may have."""

from __future__ import annotations

from dataclasses import dataclass

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.target import AirflowVersion
from mwaa_doctor.unknown import Unknown

COUNTS = ("MinWorkers", "MaxWorkers", "MinWebservers", "MaxWebservers", "Schedulers")
DEFAULT_CLASS = "mw1.small"


@dataclass(frozen=True)
class EnvironmentSize(EnvironmentPart):
    """The class of an environment and its counts; ``why`` says where the class is from if it is not set."""

    environment: Environment
    row: facts.EnvironmentClass
    why: str = ""

    @classmethod
    def of_environment(cls, environment: Environment) -> EnvironmentSize:
        """The size; raises ``Unknown`` for a class that is not known."""
        name = environment.get("EnvironmentClass") or environment.fallback.environment_class_name
        known = facts.environment_classes()
        if name in (None, ""):
            return cls(environment, known[DEFAULT_CLASS], f"without `EnvironmentClass` it is {DEFAULT_CLASS}")
        if not isinstance(name, str) or name not in known:
            raise Unknown(f"the limits of the class `{name}` are not known")
        return cls(environment, known[name])

    def given(self, name: str) -> int | None:
        """One of ``COUNTS`` as it is set; ``None`` if it is unset or no number; raises ``Unknown``."""
        value = self.environment.get(name)
        if isinstance(value, bool) or value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            return None

    def count(self, name: str) -> int:
        """One of ``COUNTS``, as set or by default."""
        given = self.given(name)
        return self._defaults[name] if given is None else given

    def limits(self, name: str) -> tuple[int, int]:
        """The fewest and the most that the class takes."""
        row = self.row
        if name == "Schedulers" and self._is_airflow_1:
            return 1, 1
        return {
            "MinWorkers": (row.workers_min, row.workers_max),
            "MaxWorkers": (row.workers_min, row.workers_max),
            "MinWebservers": (row.webservers_min, row.webservers_max),
            "MaxWebservers": (row.webservers_min, row.webservers_max),
            "Schedulers": (row.schedulers_min, row.schedulers_max),
        }[name]

    @property
    def _is_airflow_1(self) -> bool:
        version = self.environment.target.version
        return isinstance(version, AirflowVersion) and version.major == 1

    @property
    def _defaults(self) -> dict[str, int]:
        row = self.row
        return {
            "MinWorkers": row.workers_min,
            "MaxWorkers": row.workers_default_max,
            "MinWebservers": row.webservers_min,
            "MaxWebservers": row.webservers_default,
            "Schedulers": row.schedulers_default,
        }
