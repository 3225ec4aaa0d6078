"""What `policy` prints passes the rules on policies, for every kind of environment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mwaa_doctor.cli import main

ACCOUNT = "111122223333"
KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"


def printed(kind: str, region: str, *more: str) -> Any:
    names = ("--environment", "prod", "--account", ACCOUNT, "--region", region)
    run = CliRunner().invoke(main, ["policy", kind, *names, *more])
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


@pytest.mark.parametrize("with_key", [False, True], ids=["key of AWS", "customer key"])
@pytest.mark.parametrize(("region", "partition"), [("us-east-1", "aws"), ("cn-north-1", "aws-cn")])
def test_passes_our_own_rules(region: str, partition: str, with_key: bool, tmp_path: Path, check) -> None:
    key = f"arn:{partition}:kms:{region}:{ACCOUNT}:key/{KEY}"
    bucket, role = ("--bucket", "airflow-prod"), f"arn:{partition}:iam::{ACCOUNT}:role/exec"
    use_key = ("--key", key) if with_key else ()
    people = [
        printed("ui", region), printed("rest", region), printed("cli", region),
        printed("deploy", region, *bucket, *use_key, "--role", role),
    ]  # fmt: skip
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
                **({"KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}} if with_key else {}),
            },
        },
        "Bucket": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": "airflow-prod", "PolicyDocument": printed("bucket", region, *bucket)},
        },
    }
    if with_key:
        resources["Key"] = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": printed("key", region)}}
    for number, document in enumerate(people):
        group = {"Policies": [{"PolicyName": "p", "PolicyDocument": document}]}
        resources[f"People{number}"] = {"Type": "AWS::IAM::Group", "Properties": group}
    (tmp_path / "template.json").write_text(json.dumps({"Resources": resources}))

    run = check(tmp_path, "--select", "iam", "--select", "kms")

    assert [(row["rule"], row["message"]) for row in run.document["findings"]] == []
    assert run.document["summary"]["outcomes"]["passed"] >= 10
    assert run.document["crashes"] == []
