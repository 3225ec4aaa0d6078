"""What AWS refuses about policies, and what is said in vain, wherever the policy stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::airflow-prod/*"}
DENY = {**ALLOW, "Effect": "Deny"}


def project(folder: Path, statement: Any, *, role: dict[str, Any] | None = None, version: str = "2012-10-17") -> Path:
    """A template with a role that has one inline policy."""
    policy = {"PolicyName": "main", "PolicyDocument": {"Version": version, "Statement": statement}}
    resources: dict[str, Any] = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": role or {"Policies": [policy]}},
        "Environment": {"Type": "AWS::MWAA::Environment", "Properties": {"Name": "prod"}},
    }
    (folder / "template.json").write_text(json.dumps({"Resources": resources}, indent=1))
    return folder


def findings(run: Any) -> list[tuple[str, str, str]]:
    assert run.document["crashes"] == []
    return [(row["rule"], row["severity"], row["message"]) for row in run.document["findings"]]


@pytest.mark.parametrize(
    ("statement", "rule", "severity", "says"),
    [
        ({**ALLOW, "Resource": "airflow-prod"}, "policy-refused", "error", "is neither an ARN nor `*`"),
        ({**ALLOW, "Resource": "arn:aws::s3:::b"}, "policy-refused", "error", "names no service"),
        ({**ALLOW, "Resource": "arn:awz:s3:::b/*"}, "policy-refused", "error", "names no partition of AWS"),
        (
            {**ALLOW, "Action": "iam:PassRole", "Resource": "arn:aws:iam:eu-west-1:111122223333:role/r"},
            "policy-refused",
            "error",
            "has a Region",
        ),
        ({**ALLOW, "Action": "sqs>DeleteMessage"}, "policy-refused", "error", "is no action"),
        ({**ALLOW, "Action": 7}, "policy-refused", "error", "is a number, not a text"),
        ({**ALLOW, "Effect": "allow"}, "policy-refused", "error", "is `Allow` or `Deny`"),
        ({**ALLOW, "Actions": "s3:*"}, "policy-refused", "error", "is no element of a statement"),
        ({**ALLOW, "Sid": "read it"}, "policy-refused", "error", "other characters than letters and digits"),
        ([{**ALLOW, "Sid": "A"}, {**DENY, "Sid": "A"}], "policy-refused", "error", "is used twice"),
        ({**ALLOW, "Principal": "*"}, "policy-refused", "error", "has no place in a policy of an identity"),
        (
            {**ALLOW, "Condition": {"StringIs": {"aws:username": "x"}}},
            "policy-refused",
            "error",
            "no condition operator",
        ),
        ([], "policy-refused", "error", "`Statement` is empty"),
        ({**ALLOW, "Action": "s3:GetObjects"}, "action-unknown", "warning", "is no action of s3"),
        ({**ALLOW, "Action": "managed-airflow:GetEnvironment"}, "action-unknown", "warning", "prefix of MWAA is"),
        ({**DENY, "Action": "s3:DeleteObjcet"}, "action-unknown", "warning", "is no action of s3"),
        ({**ALLOW, "Resource": "arn:aws:s3:::b"}, "statement-without-effect", "warning", "is judged on"),
        (
            {**ALLOW, "Action": "sqs:ListQueues", "Resource": "arn:aws:sqs:*:*:q"},
            "statement-without-effect",
            "warning",
            "no",
        ),
        ({**DENY, "Action": "s3:ListAllMyBuckets"}, "statement-without-effect", "info", "has no resources"),
        (
            {**ALLOW, "Condition": {"StringEquals": {"s3:ResourceAccounts": "1"}}},
            "condition-without-effect",
            "warning",
            "is no condition key of s3",
        ),
        (
            {**DENY, "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}},
            "condition-without-effect",
            "warning",
            "`StringLike` knows wildcards",
        ),
        (
            {**ALLOW, "Condition": {"NumericLessThan": {"s3:max-keys": "ten"}}},
            "condition-without-effect",
            "warning",
            "no value that `NumericLessThan` can compare",
        ),
        (
            {**DENY, "Condition": {"ArnEquals": {"aws:PrincipalArn": "role/x"}}},
            "condition-without-effect",
            "warning",
            "is no ARN of six fields",
        ),
        (
            {**DENY, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/99"}}},
            "condition-without-effect",
            "warning",
            "no value that `IpAddress` can compare",
        ),
    ],
)
def test_faults_of_statements(statement: Any, rule: str, severity: str, says: str, tmp_path: Path, check) -> None:
    found = findings(check(project(tmp_path, statement), "--select", "iam"))

    assert [(name, level) for name, level, _ in found] == [(rule, severity)], found
    assert says in found[0][2]


@pytest.mark.parametrize(
    "statement",
    [
        {**ALLOW, "Resource": ["*", "arn:aws:s3:::b", "arn:aws:s3:::b/*"]},
        {**ALLOW, "Resource": "arn:aws:s3"},
        {**ALLOW, "Resource": "arn:*:s3:::b/${aws:username}/*"},
        {**ALLOW, "Action": "iam:PassRole", "Resource": "arn:aws:iam:*:111122223333:role/r"},
        {**ALLOW, "Resource": "arn:aws-iso-b:s3:::b/*"},
        {**ALLOW, "Sid": "ReadIt", "Condition": {"StringLike": {"aws:PrincipalTag/team": "air*"}}},
    ],
)
def test_sound_statements_are_left_alone(statement: dict[str, Any], tmp_path: Path, check) -> None:
    assert findings(check(project(tmp_path, statement), "--select", "iam")) == []


@pytest.mark.parametrize(
    ("principal", "says"),
    [
        ({"AWS": "airflow-role"}, "is no principal of AWS"),
        ({"AWS": "11112222333"}, "is no principal of AWS"),
        ({"AWS": "arn:aws:iam::111122223333:role/*"}, "has a wildcard"),
        ({"Service": "airflow"}, "is no service"),
        ({"Service": "Airflow.amazonaws.com"}, "is no service"),
        ({"Services": "airflow.amazonaws.com"}, "no kind of principal"),
        ({"AWS": "111122223333"}, ""),
        ({"AWS": "AROAEXAMPLEID12345678"}, ""),
        ({"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]}, ""),
    ],
)
def test_principals_of_trust_policies(principal: dict[str, Any], says: str, tmp_path: Path, check) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    trust = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}

    found = findings(check(project(tmp_path, None, role=trust), "--select", "policy-refused"))

    assert [message for _, _, message in found] == [message for _, _, message in found if says and says in message]
    assert bool(found) is bool(says)


def statements(characters: int) -> list[dict[str, Any]]:
    """About so many characters."""
    one = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    return [one] * (characters // len(json.dumps(one, separators=(",", ":"))))


def document(characters: int, **more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{**one, **more} for one in statements(characters)]}


def inline(*sizes: int) -> dict[str, Any]:
    return {"Policies": [{"PolicyName": f"p{n}", "PolicyDocument": document(size)} for n, size in enumerate(sizes)]}


SIZES = [
    ("AWS::IAM::Role", lambda size: inline(size // 2, size // 2), 10_240),
    ("AWS::IAM::User", inline, 2_048),
    ("AWS::IAM::Group", inline, 5_120),
    ("AWS::IAM::ManagedPolicy", lambda size: {"PolicyDocument": document(size)}, 6_144),
    ("AWS::KMS::Key", lambda size: {"KeyPolicy": document(size, Principal="*")}, 32_768),
]


@pytest.mark.parametrize(("kind", "properties", "limit"), SIZES, ids=[row[0] for row in SIZES])
def test_sizes(kind: str, properties: Any, limit: int, tmp_path: Path, check) -> None:
    said = {}
    for size in (limit * 7 // 10, limit * 13 // 10):
        template = {
            "Holder": {"Type": kind, "Properties": properties(size)},
            "Environment": {"Type": "AWS::MWAA::Environment", "Properties": {"Name": "prod"}},
        }
        (tmp_path / "template.json").write_text(json.dumps({"Resources": template}, indent=8))
        said[size] = findings(check(tmp_path, "--select", "policy-too-large"))

    small, large = said.values()
    assert small == []
    assert [(rule, severity) for rule, severity, _ in large] == [("policy-too-large", "error")]
    assert f"{limit:,} may be" in large[0][2]


def test_bucket_policies_and_trust_policies_have_sizes(tmp_path: Path, check) -> None:
    principal = {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}
    trust = [{"Effect": "Allow", "Action": "sts:AssumeRole", **principal}] * 30
    template = {
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": document(30_000, **principal)},
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": trust}},
        },
        "Environment": {"Type": "AWS::MWAA::Environment", "Properties": {"Name": "prod"}},
    }
    (tmp_path / "template.json").write_text(json.dumps({"Resources": template}))

    found = findings(check(tmp_path, "--select", "policy-too-large"))

    assert sorted(severity for _, severity, _ in found) == ["error", "warning"]
    assert any("20,480 may be" in message for _, _, message in found)
    assert any("2,048 may be, or 4,096 once AWS has raised the quota" in message for _, _, message in found)


@pytest.mark.parametrize(("count", "says"), [(10, ""), (11, "10 may be and up to 25 on request")])
def test_attachments_are_counted(count: int, says: str, tmp_path: Path, check) -> None:
    arns = [f"arn:aws:iam::111122223333:policy/p{number}" for number in range(count)]

    found = findings(check(project(tmp_path, None, role={"ManagedPolicyArns": arns}), "--select", "policies-too-many"))

    assert len(found) == bool(says)
    assert all(says in message for _, _, message in found)
