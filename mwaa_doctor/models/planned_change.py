"""What a template or plan makes of an environment that is running."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True)
class PlannedChange:
    """An environment of a template or plan, and the running one that it changes."""

    planned: Environment
    running: Environment

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "a running environment beside its template (`--snapshot`), or a plan that changes one"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[PlannedChange]:
        """The change, if it is planned; raises ``Unknown`` if it is not plain which environment is changed."""
        running = source.running if isinstance(source, Environment) else None
        if isinstance(running, Unknown):
            raise Unknown(running.reason)
        return () if running is None else (cls(source, running),)

    @property
    def place(self) -> Place:
        """Where the planned environment is declared."""
        return self.planned.place

    @property
    def resource(self) -> str:
        """What reports call the planned environment."""
        return self.planned.resource

    @property
    def replaced(self) -> frozenset[str]:
        """The properties for which Terraform says that it makes the environment anew."""
        before = self.planned.snapshot.before.get(self.planned.record.label)
        return before.replaced if before is not None else frozenset()

    @property
    def by_terraform(self) -> bool:
        """Whether Terraform makes the change."""
        return self.planned.snapshot.source.startswith("terraform")

    def versions(self) -> tuple[str, str] | None:
        """The version that is running and the one that is planned, if they differ; raises ``Unknown``."""
        before, after = self.running.get("AirflowVersion"), self.planned.get("AirflowVersion")
        if not isinstance(before, str) or not isinstance(after, str) or before == after:
            return None
        return before, after
