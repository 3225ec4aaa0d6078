"""Every policy document of a snapshot, whoever has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.environment import GIVE_ENVIRONMENT, Environment
from mwaa_doctor.models.iam.documents import policy_at
from mwaa_doctor.models.iam.policy import Policy, Role
from mwaa_doctor.models.snapshot import Resource, Snapshot, Spot, Step
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_OWN: dict[str, tuple[tuple[str, Role], ...]] = {
    "iam:Role": (("AssumeRolePolicyDocument", "trust"),),
    "s3:Bucket": (("Policy", "resource"),),
    "kms:Key": (("Policy", "resource"),),
    "secretsmanager:Secret": (("ResourcePolicy", "resource"),),
    "ec2:VpcEndpoint": (("PolicyDocument", "endpoint"),),
}
_INLINE = ("iam:Role", "iam:User", "iam:Group")


@dataclass(frozen=True)
class WrittenPolicy:
    """A document and the object that it belongs to."""

    policy: Policy
    owner: Resource

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[WrittenPolicy]:
        """The policies around an environment; those around several belong to the first, so that each is judged once."""
        if not isinstance(source, Environment) or next(source.snapshot.environments(), None) is not source.record:
            return ()
        return tuple(_policies(source.snapshot))

    @property
    def place(self) -> Place:
        """Where the document begins."""
        return self.policy.place

    @property
    def resource(self) -> str:
        """What reports call the owner."""
        return self.owner.label

    def at(self, place: Place) -> Spot:
        """What a finding about a line of the document points at."""
        return Spot(place, self.owner.label)


def _policies(snapshot: Snapshot) -> Iterator[WrittenPolicy]:
    for owner in snapshot.resources:
        for key, role in _OWN.get(owner.kind, ()):
            found = _read(owner, (key,), key, role)
            if found is not None:
                yield found
        if owner.kind in _INLINE:
            kind = owner.kind.partition(":")[2]
            for index, member in enumerate(_members(owner.body.get(f"{kind}PolicyList"))):
                name = str((hasattr(member, "get") and member.get("PolicyName")) or "an inline policy")
                found = _read(owner, (f"{kind}PolicyList", index, "PolicyDocument"), name, "identity")
                if found is not None:
                    yield found
        if owner.kind == "iam:Policy":
            for index, version in enumerate(_members(owner.body.get("PolicyVersionList"))):
                if hasattr(version, "get") and version.get("IsDefaultVersion"):
                    found = _read(owner, ("PolicyVersionList", index, "Document"), owner.label, "identity")
                    if found is not None:
                        yield found


def _members(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def _read(owner: Resource, path: tuple[Step, ...], name: str, role: Role) -> WrittenPolicy | None:
    """The document at a path; ``None`` if there is none or it is not known."""
    try:
        value = owner.raw(*path)
    except Unknown:
        return None
    if value is None or isinstance(value, TemplateText):
        return None
    return WrittenPolicy(policy_at(owner, path, name, role), owner)
