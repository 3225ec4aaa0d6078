"""The environment that the code is judged for: Airflow version, Python, class, access to the web server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from mwaa_doctor import facts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")
HOW_TO_GIVE = "give it with --airflow-version, as `airflow-version` in the configuration, or by a constraint URL"


class AirflowVersion(NamedTuple):
    """A released version of Airflow; compares with plain tuples, ``version >= (2, 7)``."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> AirflowVersion | None:
        """Read ``2.10.3``; ``None`` for anything else."""
        match = _VERSION.fullmatch(text.strip())
        return cls(*map(int, match.groups())) if match else None

    @classmethod
    def of(cls, release: facts.Release) -> AirflowVersion:
        """The version of a known release."""
        return cls(*map(int, release.version.split(".")))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of the environment, and from where.

    ``version_source`` says in words who named the version, ``version_place`` the line of the project that does; it is
    ``None`` for an option of the command line.  ``conflict`` says why no version is known although several are named.
    Asking for a value that is not known raises ``Unknown``.
    """

    version: AirflowVersion | None = None
    version_source: str = ""
    environment_class_name: str | None = None
    webserver_access_mode: str | None = None
    version_place: Place | None = None
    conflict: str = ""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "Airflow version"

    @property
    def airflow(self) -> AirflowVersion:
        """The Airflow version; raises ``Unknown`` if it was not given."""
        if self.conflict:
            raise Unknown(self.conflict)
        if self.version is None:
            raise Unknown(f"the Airflow version is not known: {HOW_TO_GIVE}")
        return self.version

    @property
    def python(self) -> tuple[int, int]:
        """The Python of the environment's image; raises ``Unknown`` without a version that MWAA has had."""
        release = facts.release(str(self.airflow))
        if release is None:
            raise Unknown(f"Airflow {self.airflow} is not among the versions known as of {facts.knowledge_date()}")
        major, minor = release.python.split(".")[:2]
        return int(major), int(minor)

    @property
    def known_python(self) -> tuple[int, int] | None:
        """The Python of the environment's image, or ``None``."""
        try:
            return self.python
        except Unknown:
            return None

    @property
    def environment_class(self) -> str:
        """The environment class, such as ``mw1.small``; raises ``Unknown`` if it was not given."""
        if self.environment_class_name is None:
            raise Unknown("the environment class is not known: give `environment-class` in the configuration")
        return self.environment_class_name
