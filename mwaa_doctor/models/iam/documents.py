"""The policies of a snapshot's objects, with the lines of their statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.facts.permissions import managed_policy_document
from mwaa_doctor.models.iam.policy import Policy, Role
from mwaa_doctor.models.iam.reader import read_policy
from mwaa_doctor.models.snapshot import Resource, Snapshot, Step, Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.unknown import Unknown

Settled = Mapping[str, str]


def policy_at(owner: Resource, path: tuple[Step, ...], name: str, role: Role, settled: Settled | None = None) -> Policy:
    """The document at a path of an object. ``settled`` gives holes a value, by their names."""
    document: Any = owner.body
    for step in path:
        if isinstance(document, (Unknown, TemplateText)):
            break
        if isinstance(document, Mapping):
            document = document.get(step)
        else:
            document = document[step] if isinstance(step, int) and step < len(document) else None
    depth = len(path)
    places = {inner[depth:]: place for inner, place in owner.places.items() if inner[:depth] == path}
    if settled:
        document = settle(document, settled)
    return read_policy(document, name, role, owner.place_of(*path), places)


def settle(value: Any, settled: Settled) -> Any:
    """The same value, with the given texts in place of holes."""
    if isinstance(value, TemplateText):
        return join_texts(settled.get(part.name, part) if isinstance(part, Hole) else part for part in value.parts)
    if isinstance(value, Mapping):
        return {key: settle(item, settled) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [settle(item, settled) for item in value]
    return value


def identity_policies(snapshot: Snapshot, owner: Resource, settled: Settled | None = None) -> Iterator[Policy]:
    """The inline and attached policies of a role, user or group, as far as they are told of."""
    kind = owner.kind.partition(":")[2]
    inline = owner.body.get(f"{kind}PolicyList")
    if isinstance(inline, Unknown):
        yield _unread("the inline policies", owner, inline.reason)
    for index, member in enumerate(inline if isinstance(inline, (list, tuple)) else ()):
        if isinstance(member, Unknown):
            yield _unread("an inline policy", owner, member.reason)
        else:
            name = str(member.get("PolicyName") or "an inline policy")
            yield policy_at(owner, (f"{kind}PolicyList", index, "PolicyDocument"), name, "identity", settled)
    attached = owner.body.get("AttachedManagedPolicies")
    if isinstance(attached, Unknown):
        yield _unread("the attached policies", owner, attached.reason)
    for member in attached if isinstance(attached, (list, tuple)) else ():
        arn = member if isinstance(member, Unknown) else member.get("PolicyArn")
        yield managed_policy(snapshot, owner, arn, "identity", settled)


def boundary_of(snapshot: Snapshot, owner: Resource, settled: Settled | None = None) -> Policy | None:
    """The permissions boundary of a role or user, if it has one."""
    limit = owner.body.get("PermissionsBoundary")
    if limit is None:
        return None
    arn = limit if isinstance(limit, Unknown) else limit.get("PermissionsBoundaryArn")
    return managed_policy(snapshot, owner, arn, "boundary", settled)


def managed_policy(snapshot: Snapshot, owner: Resource, arn: Any, role: Role, settled: Settled | None = None) -> Policy:
    """The managed policy with an ARN in the version that is in force; one of doubts if it was not read."""
    if not isinstance(arn, (str, TemplateText)):
        return _unread("an attached policy", owner, arn.reason if isinstance(arn, Unknown) else "it has no ARN")
    known = managed_policy_document(arn) if isinstance(arn, str) else None
    if known is not None:
        return read_policy(known, _name_of(arn), role, owner.place)
    try:
        found = snapshot.find("iam:Policy", arn)
    except Unknown as unknown:
        return _unread(_name_of(arn), owner, unknown.reason, role)
    if found is None:
        return _unread(_name_of(arn), owner, f"the policy `{arn}` does not exist", role)
    versions = found.body.get("PolicyVersionList")
    for index, version in enumerate(versions if isinstance(versions, (list, tuple)) else ()):
        if isinstance(version, Mapping) and version.get("IsDefaultVersion"):
            name = _name_of(arn) if isinstance(arn, str) else found.label
            return policy_at(found, ("PolicyVersionList", index, "Document"), name, role, settled)
    reason = versions.reason if isinstance(versions, Unknown) else "no version of it was read"
    return _unread(_name_of(arn), owner, reason, role)


def _name_of(arn: Text) -> str:
    return str(arn).rpartition("/")[2]


def _unread(name: str, owner: Resource, reason: str, role: Role = "identity") -> Policy:
    return Policy(name, role, (), owner.place, doubts=(reason,))
