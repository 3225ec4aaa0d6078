"""The execution role: trust, inline and attached policies in the versions in force, permissions boundary."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.unknown import Unknown


def collect_role(reader: Reader, arn: str) -> Parts:
    """The role with an ARN and the managed policies that it uses."""
    parts = Parts()
    name = arn.rpartition("/")[2]
    try:
        role = dict(reader.ask("iam", "GetRole", RoleName=name)["Role"])
    except NotFoundError:
        parts.absent.add(("iam:Role", arn))
        return parts
    except Unknown as unknown:
        parts.gaps["iam:Role"] = unknown.reason
        return parts
    role["AssumeRolePolicyDocument"] = document(role.get("AssumeRolePolicyDocument"))
    role["RolePolicyList"] = tried(lambda: _inline(reader, name))
    attached = tried(lambda: reader.pages("iam", "ListAttachedRolePolicies", "AttachedPolicies", RoleName=name))
    role["AttachedManagedPolicies"] = attached
    parts.add("iam:Role", arn, role, arn)
    boundary = (role.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn")
    used = [item.get("PolicyArn") for item in attached] if isinstance(attached, list) else []
    for policy in dict.fromkeys([*used, boundary]):
        if isinstance(policy, str):
            _managed(reader, parts, policy)
    return parts


def _inline(reader: Reader, role: str) -> list[dict[str, Any]]:
    found = []
    for name in reader.pages("iam", "ListRolePolicies", "PolicyNames", RoleName=role):
        text = tried(
            lambda name=name: reader.ask(  # type: ignore[misc]
                "iam", "GetRolePolicy", RoleName=role, PolicyName=name
            )["PolicyDocument"]
        )
        found.append({"PolicyName": name, "PolicyDocument": document(text)})
    return found


def _managed(reader: Reader, parts: Parts, arn: str) -> None:
    try:
        policy = dict(reader.ask("iam", "GetPolicy", PolicyArn=arn)["Policy"])
    except NotFoundError:
        parts.absent.add(("iam:Policy", arn))
        return
    except Unknown as unknown:
        parts.gaps["iam:Policy"] = unknown.reason
        return
    version = policy.get("DefaultVersionId")
    found = tried(
        lambda: reader.ask("iam", "GetPolicyVersion", PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    )
    policy["PolicyVersionList"] = [{"VersionId": version, "IsDefaultVersion": True, "Document": document(found)}]
    parts.add("iam:Policy", arn, policy, arn)


def document(given: Any) -> Any:
    """A policy document decoded: botocore does so for IAM, other services answer with a text."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given if given.lstrip().startswith("{") else unquote(given))
    except (ValueError, RecursionError) as problem:
        return Unknown(f"the policy is no valid JSON: {problem}")
