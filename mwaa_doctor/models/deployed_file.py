"""The files beside the DAGs that an environment names: plugins, requirements, startup script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.snapshot import Resource
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_NAMES = ("Plugins", "Requirements", "StartupScript")


@dataclass(frozen=True)
class DeployedFile:
    """A file in the environment's bucket; ``version`` is the id of the one in use, ``None`` if none is named."""

    environment: Environment
    name: str
    bucket: str
    key: str

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "a running environment (`mwaa-doctor audit`)"

    @classmethod
    def subjects(cls, source: object) -> Iterable[DeployedFile]:
        """The files of a running environment; buckets of templates are still to be filled."""
        if not isinstance(source, Environment) or source.snapshot.source != "live":
            return ()
        arn = source.get("SourceBucketArn")
        if not isinstance(arn, str):
            return ()
        keys = ((name, source.get(f"{name}S3Path")) for name in _NAMES)
        return [cls(source, name, arn.rpartition(":")[2], key) for name, key in keys if isinstance(key, str) and key]

    @property
    def place(self) -> Place:
        """Where the environment names it."""
        return self.environment.at(f"{self.name}S3Path").place

    @property
    def resource(self) -> str:
        """The environment."""
        return self.environment.resource

    @property
    def version(self) -> str | None:
        """The id of the version in use."""
        value = self.environment.get(f"{self.name}S3ObjectVersion")
        return value if isinstance(value, str) and value else None

    @property
    def record(self) -> Resource | None:
        """What the bucket holds; ``None`` if it is certainly not there; raises ``Unknown``."""
        found = self.environment.snapshot.find("s3:Object", f"{self.bucket}/{self.key}")
        if found is not None and isinstance(found.body.get("VersionExists"), Unknown):
            raise Unknown(found.body["VersionExists"].reason)
        return found
