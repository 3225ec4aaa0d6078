"""Whoever has policies: roles, users, groups, managed policies, buckets and keys, with the size of what they have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.facts.policy_quotas import PolicyQuota, policy_quotas
from mwaa_doctor.models.environment import GIVE_ENVIRONMENT, Environment
from mwaa_doctor.models.snapshot import Resource, Step
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_KINDS = ("iam:Role", "iam:User", "iam:Group", "iam:Policy", "s3:Bucket", "kms:Key")
_DOCUMENTS = {"s3:Bucket": "Policy", "kms:Key": "Policy"}
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class PolicyHolder:
    """One object of the snapshot with policies."""

    record: Resource

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[PolicyHolder]:
        """Those around an environment; around several they belong to the first, so that each is judged once."""
        if not isinstance(source, Environment) or next(source.snapshot.environments(), None) is not source.record:
            return ()
        return tuple(cls(record) for kind in _KINDS for record in source.snapshot.known(kind))

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.record.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.record.label

    def exceeded(self) -> Iterable[tuple[PolicyQuota, int, tuple[Step, ...]]]:
        """The quotas that are surely exceeded, how much there is at least, and the member that holds it."""
        for quota in policy_quotas(self.record.kind):
            path = self._path(quota)
            value = self.record.body.get(str(path[0]))
            if quota.of == "attached":
                amount = len(value) if isinstance(value, (list, tuple)) else 0
            elif quota.of == "inline":
                members = value if isinstance(value, (list, tuple)) else ()
                amount = sum(_size(one.get("PolicyDocument")) for one in members if isinstance(one, Mapping))
            else:
                amount = _size(self.record.raw(*path) if not isinstance(value, Unknown) else None)
            if amount > quota.limit:
                yield quota, amount, path

    def _path(self, quota: PolicyQuota) -> tuple[Step, ...]:
        kind = self.record.kind.partition(":")[2]
        if quota.of == "attached":
            return ("AttachedManagedPolicies",)
        if quota.of == "inline":
            return (f"{kind}PolicyList",)
        if quota.of == "trust":
            return ("AssumeRolePolicyDocument",)
        if self.record.kind != "iam:Policy":
            return (_DOCUMENTS[self.record.kind],)
        versions = self.record.body.get("PolicyVersionList")
        for index, version in enumerate(versions if isinstance(versions, (list, tuple)) else ()):
            if isinstance(version, Mapping) and version.get("IsDefaultVersion"):
                return ("PolicyVersionList", index, "Document")
        return ("PolicyVersionList", 0, "Document")


def _size(document: Any) -> int:
    """The characters of a document at least, without white space; what is not known counts as none."""
    if document is None or isinstance(document, (Unknown, TemplateText)):
        return 0
    text = json.dumps(_plain(document), separators=(",", ":"), ensure_ascii=False)
    return len(_SPACE.sub("", text))


def _plain(value: Any) -> Any:
    if isinstance(value, TemplateText):
        return "".join(part for part in value.parts if isinstance(part, str))
    if isinstance(value, Unknown):
        return ""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
