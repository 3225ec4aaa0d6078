"""Every place at which a version of Airflow is stated: the project's own, and those of its environments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.environment import environments
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Place
from mwaa_doctor.target import AirflowVersion, Target


@dataclass(frozen=True)
class StatedVersion:
    """A version that is stated: by whom, and where; ``resource`` is the environment that states it, if one does."""

    target: Target
    place: Place
    resource: str | None = None

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "Airflow version"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[StatedVersion]:
        """The versions of all environments; that of the project too, unless an environment has stated it."""
        if not isinstance(source, Project):
            return ()
        judged = environments(source.snapshots, Target())
        own = [
            cls(environment.target, environment.record.place_of("AirflowVersion"), environment.resource)
            for environment in judged
            if environment.record.body.get("AirflowVersion") is not None
        ]
        of_project = source.target
        said = any(stated.place == of_project.version_place for stated in own)
        return own if said or (own and of_project.version is None) else (cls(of_project, source.version_place), *own)

    @property
    def is_asked_for(self) -> bool:
        """Whether the command line asks for the version, which says nothing of the environment."""
        return self.resource is None and self.target.version is not None and self.target.version_place is None

    @property
    def airflow(self) -> AirflowVersion:
        """The version; raises ``Unknown`` if it is not known."""
        return self.target.airflow

    @property
    def source(self) -> str:
        """Who states it, in words."""
        return self.target.version_source
