"""Saved answers of the AWS CLI: an environment as JSON, and the policies around it as files of their own.

Policies may be bare documents or answers that hold one: ``get-role-policy``, ``get-policy-version``, ``get-role``,
``get-bucket-policy``, ``get-key-policy``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mwaa_doctor.models.snapshot import Resource, Snapshot, Text
from mwaa_doctor.models.template_text import Hole, TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.assembly.values import located, policy_document
from mwaa_doctor.sources.document import DocumentError, read_document
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

_MARKS = (b'"ExecutionRoleArn"', b'"SourceBucketArn"', b'"DagS3Path"')
_CLASSES = ("Environment", "Role", "PolicyVersion")
_DOCUMENTS = ("PolicyDocument", "AssumeRolePolicyDocument", "Document", "Policy")


@dataclass(frozen=True)
class Policies:
    """The policies given for an environment, each with its file; ``None`` or empty if not given."""

    role: tuple[tuple[str, bytes], ...] = ()
    boundary: tuple[str, bytes] | None = None
    trust: tuple[str, bytes] | None = None
    bucket: tuple[str, bytes] | None = None
    key: tuple[str, bytes] | None = None


def looks_like_environment(data: bytes) -> bool:
    """Whether a file may be an answer of ``get-environment`` or the input of ``create-environment``."""
    return all(mark in data for mark in _MARKS)


def read_environment(data: bytes, path: str, *, region: str | None = None, account: str | None = None) -> Snapshot:
    """The environment of an answer; raises ``DocumentError`` on anything else."""
    body = located(read_document(data, path).value, path)
    if isinstance(body, PlacedMap) and isinstance(body.get("Environment"), PlacedMap):
        body = body["Environment"]
    if not isinstance(body, PlacedMap) or not isinstance(body.get("Name"), str):
        raise DocumentError("it is neither an answer of get-environment nor the input of create-environment", 1, 1)
    arn = str(body.get("Arn") or "").split(":")
    partition, where, owner = (arn[1], arn[3], arn[4]) if len(arn) > 5 else ("", "", "")
    place = body.places["Name"]
    record = Part("mwaa:Environment", body["Name"], body["Name"], place, body).resource()
    return Snapshot(
        "json",
        path,
        (record,),
        _known(account or owner, "AWS::AccountId"),
        _known(region or where, "AWS::Region"),
        _known(partition or partition_of(region), "AWS::Partition"),
    )


def partition_of(region: str | None) -> str:
    """The partition of a Region, empty without one."""
    if region is None:
        return ""
    return {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(region.rpartition("-")[0].rpartition("-")[0], "aws")


def _known(value: str, name: str) -> Text | Unknown:
    return value or TemplateText((Hole(name, f"`{name.removeprefix('AWS::')}` is not given"),))


def with_policies(snapshot: Snapshot, given: Policies, name: str = "") -> Snapshot:
    """The snapshot with the policies put to the role, bucket and key of its environments, where it has none itself.

    ``name`` chooses one environment of several.  Raises ``DocumentError`` whose message begins with the file.
    """
    chosen = [record for record in snapshot.environments() if record.body.get("Name") == name]
    added: dict[tuple[str, Any], Resource] = {}
    for environment in chosen or snapshot.environments():
        for kind, key, part in _around(environment, snapshot, given):
            if not any(known.key == key for known in snapshot.known(kind)):
                added.setdefault((kind, key), part.resource())
    return replace(snapshot, resources=(*snapshot.resources, *added.values()))


def _around(environment: Resource, snapshot: Snapshot, given: Policies) -> Iterable[tuple[str, Text, Part]]:
    role = environment.body.get("ExecutionRoleArn")
    if (given.role or given.trust) and isinstance(role, (str, TemplateText)):
        yield "iam:Role", role, _role(role, environment, given)
        if given.boundary is not None:
            arn = f"{given.boundary[0]}"
            yield "iam:Policy", arn, _managed(arn, given.boundary)
    bucket = _bucket_name(environment.body.get("SourceBucketArn"))
    if given.bucket is not None and bucket is not None:
        missing = Unknown(f"only the policy of the bucket is given, in {given.bucket[0]}")
        names = ("Versioning", "PublicAccessBlock", "Encryption", "Location")
        body = PlacedMap({"Name": bucket, **dict.fromkeys(names, missing)})
        body["Owner"] = snapshot.account
        body.put("Policy", *decoded_policy(given.bucket))
        yield "s3:Bucket", bucket, Part("s3:Bucket", bucket, str(bucket), Place(given.bucket[0]), body)
    key = environment.body.get("KmsKey")
    if given.key is not None and isinstance(key, (str, TemplateText)):
        missing = Unknown(f"only the policy of the key is given, in {given.key[0]}")
        unread = ("Grants", "Aliases", "KeyState", "Enabled", "KeySpec", "KeyUsage", "MultiRegion", "KeyManager")
        body = PlacedMap({"Arn": key, **dict.fromkeys(unread, missing)})
        body.put("Policy", *decoded_policy(given.key))
        yield "kms:Key", key, Part("kms:Key", key, str(key), Place(given.key[0]), body)


def _role(arn: Text, environment: Resource, given: Policies) -> Part:
    body = PlacedMap({"Arn": arn})
    if isinstance(arn, str):
        body["RoleName"] = arn.rpartition("/")[2]
    inline = inline_policies(given.role)
    unread = Unknown("the policies of the role are not given: `execution-role-policies` in the configuration")
    body["RolePolicyList"] = inline if given.role else unread
    body["AttachedManagedPolicies"] = PlacedList() if given.role else unread
    body["AssumeRolePolicyDocument"] = Unknown("the trust policy is not given: `trust-policy` in the configuration")
    if given.trust is not None:
        body.put("AssumeRolePolicyDocument", *decoded_policy(given.trust))
    if given.boundary is not None:
        place = Place(given.boundary[0], 1, 1)
        limits = PlacedMap({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": given.boundary[0]}, place)
        body.put("PermissionsBoundary", limits, place)
    first = given.role[0] if given.role else given.trust
    return Part("iam:Role", arn, str(arn), Place(first[0], 1, 1) if first else environment.place, body)


def inline_policies(files: Iterable[tuple[str, bytes]]) -> PlacedList:
    """Files as the inline policies of a role, called after the files; raises ``DocumentError``."""
    inline = PlacedList()
    for file in files:
        policy = PlacedMap({"PolicyName": file[0].rpartition("/")[2].partition(".")[0]})
        policy.put("PolicyDocument", *decoded_policy(file))
        inline.add(policy, Place(file[0], 1, 1))
    return inline


def _managed(arn: str, file: tuple[str, bytes]) -> Part:
    document, place = decoded_policy(file)
    version = PlacedMap({"VersionId": "v1", "IsDefaultVersion": True, "Document": document}, place)
    body = PlacedMap({"Arn": arn, "PolicyName": arn, "PolicyVersionList": PlacedList([version], place)}, place)
    return Part("iam:Policy", arn, arn, place, body)


def _bucket_name(arn: Any) -> Text | None:
    if isinstance(arn, str):
        return arn.rpartition(":")[2] or None
    if isinstance(arn, TemplateText):
        last = arn.parts[-1]
        if isinstance(last, Hole):
            return TemplateText((last,))
        return last.rpartition(":")[2] or None if ":" in last else None
    return None


def decoded_policy(file: tuple[str, bytes]) -> tuple[Any, Place]:
    """The policy in a file, and its place; raises ``DocumentError`` whose message begins with the file."""
    path, data = file
    place = Place(path, 1, 1)
    try:
        value = located(read_document(data, path).value, path)
    except DocumentError as problem:
        raise DocumentError(f"{path}:{problem.line}:{problem.column} is not valid: {problem.message}") from None
    for name in _CLASSES:
        if isinstance(value, PlacedMap) and isinstance(value.get(name), PlacedMap):
            value = value[name]
    if isinstance(value, PlacedMap) and "Statement" not in value:
        for name in _DOCUMENTS:
            if name in value:
                place = value.places[name]
                value = policy_document(value[name], place)
                break
    if isinstance(value, Unknown):
        raise DocumentError(f"{path}:{place.line}: {value.reason}")
    if not isinstance(value, PlacedMap) or "Statement" not in value:
        raise DocumentError(f"{path} is no policy: it has no `Statement`")
    return value, place
