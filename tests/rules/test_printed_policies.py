"""What `policy` prints passes the rules on policies, for every kind of environment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mwaa_doctor.cli import main
from mwaa_doctor.facts.user_permissions import duties

DECIDED = {
    "execution-role-lacks-permission",
    "user-lacks-permission",
    "creator-may-not-pass-role",
    "trust-excludes-mwaa",
}
ACCOUNT = "111122223333"
KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"


def printed(kind: str, region: str, *more: str) -> Any:
    names = ("--environment", "prod", "--account", ACCOUNT, "--region", region)
    run = CliRunner().invoke(main, ["policy", kind, *names, *more])
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


@pytest.mark.parametrize("with_key", [False, True], ids=["key of AWS", "customer key"])
@pytest.mark.parametrize(
    ("region", "partition"), [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_passes_our_own_rules(region: str, partition: str, with_key: bool, tmp_path: Path, check) -> None:
    key = f"arn:{partition}:kms:{region}:{ACCOUNT}:key/{KEY}"
    bucket, role = ("--bucket", "airflow-prod"), f"arn:{partition}:iam::{ACCOUNT}:role/exec"
    use_key = ("--key", key) if with_key else ()
    names = (*bucket, *use_key, "--role", role)
    people = {kind: printed(kind, region) for kind in ("ui", "rest", "cli", "read", "logs")}
    people.update({kind: printed(kind, region, *names) for kind in ("deploy", "create", "console")})
    body = {
        "RoleName": "exec",
        "AssumeRolePolicyDocument": printed("trust", region),
        "Policies": [{"PolicyName": "mwaa", "PolicyDocument": printed("execution-role", region, *bucket, *use_key)}],
    }
    resources: dict[str, Any] = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": body},
        "Environment": {
            "Type": "AWS::MWAA::Environment",
            "Properties": {
                "Name": "prod",
                "DagS3Path": "dags",
                "SourceBucketArn": f"arn:{partition}:s3:::airflow-prod",
                "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                **({"KmsKey": key} if with_key else {}),
            },
        },
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "airflow-prod", "VersioningConfiguration": {"Status": "Enabled"}},
        },
        "BucketPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": "airflow-prod", "PolicyDocument": printed("bucket", region, *bucket)},
        },
    }
    users = ""
    for kind, document in people.items():
        properties = {"RoleName": kind, "Policies": [{"PolicyName": kind, "PolicyDocument": document}]}
        resources[kind.capitalize()] = {"Type": "AWS::IAM::Role", "Properties": properties}
        if kind in duties():
            users += f'[[environments.users]]\nname = "{kind}"\nduties = ["{kind}"]\n'
    (tmp_path / "template.json").write_text(json.dumps({"Resources": resources}))
    table = f'[[environments]]\ntemplate = "template.json"\nregion = "{region}"\naccount = "{ACCOUNT}"\n'
    if with_key:
        (tmp_path / "key.json").write_text(json.dumps(printed("key", region)))
        table += 'key-policy = "key.json"\n'
    (tmp_path / "mwaa-doctor.toml").write_text(table + users)

    run = check(tmp_path, "--select", "iam", "--select", "kms", "--select", "s3")

    assert [(row["rule"], row["message"]) for row in run.document["findings"]] == []
    assert run.document["summary"]["outcomes"]["passed"] >= 10
    assert [row for row in run.document["not_checked"] if DECIDED & set(row["rules"])] == []
    assert run.document["crashes"] == []
