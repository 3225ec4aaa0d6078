"""The bucket from which an environment takes its DAGs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.models.snapshot import Resource, Spot, Step, Text
from mwaa_doctor.models.template_text import TemplateText, join_texts
from mwaa_doctor.unknown import Unknown

_PROPERTY = "SourceBucketArn"
BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


@dataclass(frozen=True)
class SourceBucket(EnvironmentPart):
    """The bucket that ``SourceBucketArn`` names, with what the snapshot tells of it."""

    environment: Environment
    name: Text

    @classmethod
    def of_environment(cls, environment: Environment) -> SourceBucket:
        """The bucket; raises ``Unknown`` if no bucket is named or its ARN is not known."""
        arn = environment.record.text(_PROPERTY)
        if arn is None:
            raise Unknown("the environment names no bucket")
        name = bucket_name(arn)
        if name is None:
            raise arn.unknown if isinstance(arn, TemplateText) else Unknown(f"`{arn}` is no ARN of a bucket")
        return cls(environment, name)

    @cached_property
    def record(self) -> Resource:
        """The bucket itself; raises ``Unknown`` if it lies outside of what was read."""
        found = self.environment.snapshot.find("s3:Bucket", self.name)
        if found is None:
            raise Unknown(f"the bucket `{self.name}` does not exist")
        return found

    @property
    def plain_name(self) -> str | None:
        """The name, if it is written out."""
        if isinstance(self.name, str):
            return self.name
        try:
            name = self.record.body.get("Name")
        except Unknown:
            return None
        return name if isinstance(name, str) else None

    def at(self, *path: Step) -> Spot:
        """What a finding about a value of the bucket points at: the bucket, or the line that names it."""
        try:
            return self.record.at(*path)
        except Unknown:
            return self.environment.at(_PROPERTY)

    def open_blocks(self) -> tuple[str, ...]:
        """The flags of Block Public Access that hold neither for the bucket nor for its account; raises ``Unknown``."""
        mine = _flags(self.record.get("PublicAccessBlock"))
        missing = tuple(name for name in BLOCKS if not mine.get(name))
        if not missing:
            return ()
        account = self.environment.snapshot.known("s3:AccountPublicAccessBlock")
        theirs = _flags(account[0].body) if account else {}
        gap = self.environment.snapshot.gaps.get("s3:AccountPublicAccessBlock")
        if not account and gap:
            raise Unknown(gap)
        return tuple(name for name in missing if not theirs.get(name))


def _flags(value: Any) -> Mapping[str, bool]:
    if not isinstance(value, Mapping):
        return {}
    for item in value.values():
        if isinstance(item, Unknown):
            raise Unknown(item.reason)
    return {name: str(item).lower() == "true" for name, item in value.items()}


def bucket_name(arn: Text) -> Text | None:
    """The name in the ARN of a bucket, holes included; ``None`` if it is none."""
    parts = arn.parts if isinstance(arn, TemplateText) else (arn,)
    for position, part in enumerate(parts):
        if isinstance(part, str) and ":::" in part:
            return join_texts((part.partition(":::")[2], *parts[position + 1 :]))
    return None
