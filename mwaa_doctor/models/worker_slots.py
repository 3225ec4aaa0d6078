"""How many tasks the workers of an environment run at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.models.environment_size import EnvironmentSize

OPTION = "celery.worker_autoscale"
_PAIR = re.compile(r"\s*(\d{1,6})\s*,\s*(\d{1,6})\s*")


def read_autoscale(text: str) -> tuple[int, int] | None:
    """The most and the fewest tasks in ``5,0``; ``None`` for anything else."""
    match = _PAIR.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


@dataclass(frozen=True)
class WorkerSlots(EnvironmentPart):
    """The most and the fewest tasks of one worker; ``option`` sets them, ``None`` if the class's default holds."""

    environment: Environment
    most: int
    fewest: int
    option: AirflowOption | None
    size: EnvironmentSize

    @classmethod
    def of_environment(cls, environment: Environment) -> WorkerSlots:
        """The slots; an option that cannot be read counts as not set, raises ``Unknown`` if it is not known."""
        size = EnvironmentSize.of_environment(environment)
        option = AirflowOptions.of_environment(environment).named(OPTION)
        given = read_autoscale(option.text) if option is not None else None
        default = read_autoscale(size.row.worker_autoscale) or (size.row.tasks_per_worker, 0)
        most, fewest = given or default
        return cls(environment, most, fewest, option if given is not None else None, size)

    @property
    def default(self) -> int:
        """The most tasks of one worker if nothing is set."""
        return self.size.row.tasks_per_worker

    @property
    def total(self) -> int:
        """The most tasks of all workers together."""
        return self.most * self.size.count("MaxWorkers")
