"""Grants of a key in a snapshot: they let the execution role use it where no policy does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROLE = "arn:aws:iam::111122223333:role/sales"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666"
ALL = ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"]


def allow(actions: list[str], **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def snapshot(grants: Any) -> str:
    everything = allow(["airflow:*", "s3:*", "logs:*", "cloudwatch:*", "sqs:*"])
    role = {
        "Arn": ROLE,
        "RoleName": "sales",
        "RolePolicyList": [{"PolicyName": "all but the key", "PolicyDocument": everything}],
    }
    key = {
        "Arn": KEY,
        "Policy": allow(["kms:*"], Principal={"AWS": "arn:aws:iam::111122223333:root"}),
        "Grants": grants,
    }
    environment = {
        "Name": "sales",
        "DagS3Path": "dags",
        "SourceBucketArn": "arn:aws:s3:::sales",
        "ExecutionRoleArn": ROLE,
        "KmsKey": KEY,
    }
    found = [
        ("mwaa:Environment", "sales", environment),
        ("iam:Role", ROLE, role),
        ("kms:Key", KEY, key),
        ("s3:Bucket", "sales", {"Name": "sales"}),
    ]
    resources = [
        {"kind": kind, "key": name, "body": body, "place": {"path": "snapshot.json"}} for kind, name, body in found
    ]
    account = {"account": "111122223333", "region": "eu-west-1", "partition": "aws"}
    live = {"source": "live", "name": "the account", **account, "resources": resources}
    return json.dumps({"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [live]})


def grant(operations: list[str], **more: Any) -> dict[str, Any]:
    return {"GrantId": "0a1b", "GranteePrincipal": ROLE, "Operations": operations, **more}


@pytest.mark.parametrize(
    ("grants", "refused", "reason"),
    [
        ([], ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:Encrypt"], ""),
        ([grant(ALL)], [], ""),
        ([grant(["Decrypt"]), grant(["Encrypt", "DescribeKey"])], ["kms:GenerateDataKey"], ""),
        ([{**grant(ALL), "GranteePrincipal": "arn:aws:iam::111122223333:role/other"}], ["kms:Decrypt"], ""),
        ([grant(ALL, Constraints={"EncryptionContextSubset": {"a": "b"}})], [], "bound to an encryption context"),
        ({"$unknown": "kms:ListGrants denied"}, [], "kms:ListGrants denied"),
    ],
    ids=["none", "all", "some", "of another", "with constraints", "not read"],
)
def test_grants_count(grants: Any, refused: list[str], reason: str, tmp_path: Path, check) -> None:
    (tmp_path / "snapshot.json").write_text(snapshot(grants))
    (tmp_path / "mwaa-doctor.toml").write_text('snapshots = ["snapshot.json"]\n')

    run = check(tmp_path, "--select", "execution-role-lacks-permission")

    messages = " ".join(row["message"] for row in run.document["findings"])
    assert all(f"`{action}`" in messages for action in refused)
    assert bool(messages) is bool(refused)
    assert [reason in row["reason"] for row in run.document["not_checked"]] == ([True] if reason else [])
    assert run.document["crashes"] == []
