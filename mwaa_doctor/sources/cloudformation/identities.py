"""Roles, users, groups and policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.assembly.values import policy_document
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

_PRINCIPALS = (("Roles", "Role"), ("Users", "User"), ("Groups", "Group"))


def principal(declared: Declared) -> Iterator[Part]:
    """``AWS::IAM::Role``, ``User`` and ``Group``."""
    kind = declared.declaration.type.rpartition("::")[2]
    body = PlacedMap()
    body.put(f"{kind}Name", declared.name, declared.place_of(f"{kind}Name"))
    body.put("Arn", declared.arn, declared.place)
    body.take(declared.properties, "Path", "Description", "MaxSessionDuration", "Tags")
    if "AssumeRolePolicyDocument" in declared.properties:
        place = declared.place_of("AssumeRolePolicyDocument")
        body.put("AssumeRolePolicyDocument", policy_document(declared.get("AssumeRolePolicyDocument"), place), place)
    place = declared.place_of("Policies")
    inline = declared.get("Policies")
    body.put(f"{kind}PolicyList", _inline(declared) if inline is None or isinstance(inline, list) else inline, place)
    arns = declared.get("ManagedPolicyArns")
    attached = PlacedList()
    for arn, where in declared.each("ManagedPolicyArns"):
        attached.add(_attachment(arn, where), where)
    body.put(
        "AttachedManagedPolicies",
        arns if isinstance(arns, Unknown) else attached,
        declared.place_of("ManagedPolicyArns"),
    )
    boundary = declared.get("PermissionsBoundary")
    if boundary is not None:
        where = declared.place_of("PermissionsBoundary")
        limits = PlacedMap({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary}, where)
        body.put("PermissionsBoundary", limits, where)
    if kind == "User":
        body.take(declared.properties, GroupList="Groups")
    yield declared.part(f"iam:{kind}", declared.arn, body)


def _inline(declared: Declared) -> PlacedList:
    found = PlacedList()
    for policy, place in declared.each("Policies"):
        if isinstance(policy, PlacedMap):
            found.add(_policy(policy, place), place)
        else:
            found.add(policy if isinstance(policy, Unknown) else Unknown("a policy is no mapping"), place)
    return found


def _policy(policy: PlacedMap, place: Place) -> PlacedMap:
    body = PlacedMap()
    body.take(policy, "PolicyName")
    where = policy.places.get("PolicyDocument", place)
    body.put("PolicyDocument", policy_document(policy.get("PolicyDocument"), where), where)
    return body


def _attachment(arn: Any, place: Place) -> Any:
    if isinstance(arn, Unknown):
        return arn
    body = PlacedMap({"PolicyArn": arn}, place)
    if isinstance(arn, str):
        body["PolicyName"] = arn.rpartition("/")[2]
    elif isinstance(arn, TemplateText):
        last = arn.parts[-1]
        if isinstance(last, str) and "/" in last:
            body["PolicyName"] = last.rpartition("/")[2]
    return body


def inline_policy(declared: Declared) -> Iterator[Part]:
    """``AWS::IAM::Policy``, and ``RolePolicy`` and its like: a policy of the roles, users and groups that it names."""
    own = declared.declaration.type.rpartition("::")[2].removesuffix("Policy")
    body = _policy(declared.properties, declared.place)
    for name, kind in _PRINCIPALS:
        members = declared.each(name) if not own else declared.each(f"{kind}Name") if kind == own else []
        for member, place in members:
            found = PlacedMap()
            found.put(f"{kind}Name", member, place)
            found.take(body, *body)
            yield declared.part(f"iam:{kind}Policy", body=found)


def group_members(declared: Declared) -> Iterator[Part]:
    """``AWS::IAM::UserToGroupAddition``: users of a group."""
    for user, place in declared.each("Users"):
        yield declared.loose("iam:UserGroup", place, ("UserName", user), ("Value", declared.get("GroupName")))


def managed_policy(declared: Declared) -> Iterator[Part]:
    """``AWS::IAM::ManagedPolicy``: the policy, and its attachment to those that it names."""
    body = PlacedMap()
    body.put("PolicyName", declared.name, declared.place_of("ManagedPolicyName"))
    body.put("Arn", declared.arn, declared.place)
    body.take(declared.properties, "Path", "Description")
    body.put("DefaultVersionId", "v1", declared.place)
    where = declared.place_of("PolicyDocument")
    version = PlacedMap({"VersionId": "v1", "IsDefaultVersion": True}, where)
    version.put("Document", policy_document(declared.get("PolicyDocument"), where), where)
    body.put("PolicyVersionList", PlacedList([version], where), where)
    yield declared.part("iam:Policy", declared.arn, body)
    for name, kind in _PRINCIPALS:
        for member, place in declared.each(name):
            pair = (("PolicyArn", declared.arn), ("PolicyName", declared.name))
            yield declared.loose(f"iam:{kind}Attachment", place, (f"{kind}Name", member), *pair)
