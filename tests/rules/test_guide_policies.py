"""The policies of the MWAA guide: as printed today, with names filled in, and with the mistakes that copies carry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).parent / "guide"
ACCOUNT = "111122223333"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
FAMILIES = ("--select", "iam", "--select", "kms")


def project(folder: Path, policies: dict[str, str], *, with_key: bool = False, duties: str = "") -> Path:
    """An environment with policies of the guide, of which some are written otherwise."""
    environment = {
        "Name": "prod",
        "Arn": f"arn:aws:airflow:us-east-1:{ACCOUNT}:environment/prod",
        "DagS3Path": "dags",
        "ExecutionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/airflow-prod",
        "SourceBucketArn": "arn:aws:s3:::airflow-prod",
        **({"KmsKey": KEY} if with_key else {}),
    }
    (folder / "prod.json").write_text(json.dumps({"Environment": environment}))
    lines = ["[[environments]]", 'environment = "prod.json"']
    users = []
    for name, text in policies.items():
        (folder / f"{name}.json").write_text(text)
        if name.startswith("execution-role"):
            lines.append(f'execution-role-policies = ["{name}.json"]')
        elif name in ("trust", "key"):
            lines.append(f'{name}-policy = "{name}.json"')
        else:
            users += ["[[environments.users]]", f'name = "{name}"', f'policies = ["{name}.json"]']
            users += [f'duties = ["{duties}"]'] if duties else []
    (folder / "mwaa-doctor.toml").write_text("\n".join([*lines, *users]) + "\n")
    return folder


def guide(name: str) -> str:
    return (GUIDE / f"{name}.json").read_text()


def reported(run: Any) -> list[tuple[str, str]]:
    assert run.document["crashes"] == []
    assert run.document["problems"] == []
    return sorted((row["rule"], row["severity"]) for row in run.document["findings"])


AWS_KEY, OWN_KEY = "execution-role-aws-key", "execution-role-customer-key"
LACKS, PLACEHOLDER, IDLE = "execution-role-lacks-permission", "placeholder-left-in-policy", "statement-without-effect"
PROD = "arn:aws:airflow:us-east-1:111122223333:environment/prod"
ROOT, LOGS = '"AWS": "arn:aws:iam::111122223333:root"', '"Service": "logs.us-east-1.amazonaws.com"'
IN_VAIN = (IDLE, "info")
TODAY = [
    # The Deny of s3:ListAllMyBuckets names the bucket, which says nothing.
    ([AWS_KEY, "trust"], False, "", [IN_VAIN, ("trust-without-source", "warning")]),
    ([OWN_KEY, "trust", "key"], True, "", [IN_VAIN, ("trust-without-source", "warning")]),
    (["api"], True, "create", [("all-of-airflow-granted", "info")]),
    # Security groups have ids, so airflow-security-group-* names none: making one is not allowed, nor its rules.
    (
        ["console"],
        False,
        "console",
        [
            ("all-of-airflow-granted", "info"),
            (IDLE, "warning"),
            ("user-lacks-permission", "warning"),
        ],
    ),
    (["read-only"], False, "read", []),
    (["web-server"], False, "", []),
]


@pytest.mark.parametrize(("names", "with_key", "duties", "expected"), TODAY, ids=[" ".join(row[0]) for row in TODAY])
def test_as_printed_today(
    names: list[str], with_key: bool, duties: str, expected: list[tuple[str, str]], tmp_path: Path, check
) -> None:
    folder = project(tmp_path, {name: guide(name) for name in names}, with_key=with_key, duties=duties)

    run = check(folder, *FAMILIES)

    assert reported(run) == sorted(expected)


WRONG = [
    (AWS_KEY, False, "sqs:DeleteMessage", "sqs>DeleteMessage", "policy-refused"),
    (AWS_KEY, False, "arn:aws:airflow:us-east-1", "arn:aws::airflow:us-east-1", LACKS),
    (AWS_KEY, False, "airflow:PublishMetrics", "mwaa:PublishMetrics", "action-unknown"),
    (AWS_KEY, False, "arn:aws:s3:::airflow-prod", "arn:aws:s3:::{your-s3-bucket-name}", PLACEHOLDER),
    (AWS_KEY, False, ":111122223333:environment", ":0123456789:environment", PLACEHOLDER),
    (AWS_KEY, False, "us-east-1:*:airflow-celery", "us-east-1:111122223333:airflow-celery", LACKS),
    (AWS_KEY, False, "s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets", LACKS),
    # The statement for a key of AWS leaves out every key of the account.
    (AWS_KEY, True, "", "", LACKS),
    (OWN_KEY, False, "", "", LACKS),
    (OWN_KEY, True, '"s3.us-east-1.amazonaws.com"', '"s3.us-west-2.amazonaws.com"', LACKS),
    (OWN_KEY, True, "airflow:PublishMetrics", "airflow:GetEnvironment", LACKS),
    ("trust", False, ',\n                    "airflow-env.amazonaws.com"', "", "trust-excludes-mwaa"),
    ("key", True, "logs.us-east-1.amazonaws.com", "logs.us-west-2.amazonaws.com", "key-policy-excludes-logs"),
    ("key", True, ROOT, LOGS, "key-without-administrator"),
    ("console", False, "AWSServiceRoleForAmazonMWAA", "AWSServiceRoleForAmazonMWSAA", "user-lacks-permission"),
    ("console", False, "iam:ListRoles", "iam:ListGroupForUser", "action-unknown"),
    ("api", False, "ec2:CreateVpcEndpoint", "ec2:DescribeVpcEndpoints", "user-lacks-permission"),
    ("api", False, '"airflow.amazonaws.com"', '"mwaa.amazonaws.com"', "creator-may-not-pass-role"),
    ("web-server", False, "role/prod/User", "environment/prod", IDLE),
    ("web-server", False, "role/prod/User", "role/prod/{airflow-role}", PLACEHOLDER),
    ("web-server", False, "role/prod/User", "role/prod/user", "ui-role-unknown"),
    ("read-only", False, '"Resource": "*"', f'"Resource": "{PROD}"', IDLE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "with_key", "find", "write", "rule"), WRONG, ids=[f"{row[0]}: {row[3] or 'another key'}" for row in WRONG]
)
def test_as_printed_wrongly(name: str, with_key: bool, find: str, write: str, rule: str, tmp_path: Path, check) -> None:
    duties = {"console": "console", "api": "create"}.get(name, "")
    policies = {**({"key": guide("key")} if with_key else {}), name: guide(name)}
    before = found(check(project(tmp_path, policies, duties=duties, with_key=with_key), *FAMILIES)) if find else set()
    assert find in policies[name]
    policies[name] = policies[name].replace(find, write) if find else policies[name]

    run = check(project(tmp_path, policies, duties=duties, with_key=with_key), *FAMILIES)

    assert rule in {row[0] for row in found(run) - before}, found(run)


def found(run: Any) -> set[tuple[str, str]]:
    return {(row["rule"], row["message"]) for row in run.document["findings"]}
