"""Policies to paste: complete, no more than that, and accepted by IAM."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mwaa_doctor.cli import main
from mwaa_doctor.facts.execution_role import role_permissions
from mwaa_doctor.permissions import answer_batch

ACCOUNT, FOREIGN = "111122223333", "444455556666"
REGIONS = {"us-east-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov"}
COMBINATIONS = [(region, with_key) for region in REGIONS for with_key in (False, True)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["policy", *arguments])


def sample(kind: str, region: str, with_key: bool, *more: str) -> dict[str, Any]:
    arguments = [kind, "--environment", "prod", "--account", ACCOUNT, "--region", region, *more]
    if kind in ("execution-role", "bucket", "deploy"):
        arguments += ["--bucket", "airflow-prod"]
    if kind in ("execution-role", "deploy") and with_key:
        arguments += ["--key", key_arn(region)]
    if kind == "deploy":
        arguments += ["--role", f"arn:{REGIONS[region]}:iam::{ACCOUNT}:role/exec"]
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def key_arn(region: str) -> str:
    return f"arn:{REGIONS[region]}:kms:{region}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def ask(action: str, resource: str, **more: Any) -> str:
    (answer,) = answer_batch([json.dumps({"action": action, "resource": resource, **more}).encode()], Path())
    assert all("was not given" in note for note in answer["notes"]), "IAM would find fault with the document"
    return str(answer["answer"])


@pytest.mark.parametrize(("region", "with_key"), COMBINATIONS)
def test_execution_role_may_do_what_mwaa_does_and_nothing_elsewhere(region: str, with_key: bool) -> None:
    policy = sample("execution-role", region, with_key)
    arn = f"arn:{REGIONS[region]}"
    ours = {
        "environment": f"{arn}:airflow:{region}:{ACCOUNT}:environment/prod",
        "bucket": f"{arn}:s3:::airflow-prod",
        "objects": f"{arn}:s3:::airflow-prod/dags/a.py",
        "log-groups": f"{arn}:logs:{region}:{ACCOUNT}:log-group:airflow-prod-Task",
        "queue": f"{arn}:sqs:{region}:{FOREIGN}:airflow-celery-1",
        "key": key_arn(region) if with_key else f"{arn}:kms:{region}:{FOREIGN}:key/k",
        "*": "*",
    }
    others = {
        "environment": f"{arn}:airflow:{region}:{ACCOUNT}:environment/dev",
        "bucket": f"{arn}:s3:::airflow-dev",
        "objects": f"{arn}:s3:::airflow-dev/a.py",
        "log-groups": f"{arn}:logs:{region}:{ACCOUNT}:log-group:other",
        "queue": f"{arn}:sqs:{region}:{ACCOUNT}:other",
        "key": f"{arn}:kms:{region}:{FOREIGN}:key/k" if with_key else key_arn(region),
    }

    for permission in role_permissions():
        if permission.customer_key_only and not with_key:
            continue
        context = {"kms:ViaService": f"{permission.via}.{region}.amazonaws.com"} if permission.via else {}
        for action in permission.actions:
            asked = {"policies": [policy], "context": context}
            assert ask(action, ours[permission.resource], **asked) == "allowed"
            if permission.resource in others:
                assert ask(action, others[permission.resource], **asked) == "implicit-deny"


@pytest.mark.parametrize(("region", "with_key"), COMBINATIONS)
def test_trust_admits_mwaa_for_this_environment_only(region: str, with_key: bool) -> None:
    policy = sample("trust", region, with_key)
    role = f"arn:{REGIONS[region]}:iam::{ACCOUNT}:role/exec"
    mine = {
        "aws:SourceArn": f"arn:{REGIONS[region]}:airflow:{region}:{ACCOUNT}:environment/prod",
        "aws:SourceAccount": ACCOUNT,
    }
    theirs = {**mine, "aws:SourceArn": mine["aws:SourceArn"].replace("prod", "dev")}

    for service in ("airflow.amazonaws.com", "airflow-env.amazonaws.com"):
        asked = {"principal": service, "resource_policy": policy}
        assert ask("sts:AssumeRole", role, **asked, context=mine) == "allowed"
        assert ask("sts:AssumeRole", role, **asked, context=theirs) == "implicit-deny"
    assert ask("sts:AssumeRole", role, principal="ec2.amazonaws.com", resource_policy=policy) == "implicit-deny"


@pytest.mark.parametrize("region", ["us-east-1", "cn-north-1"])
def test_key_serves_the_log_groups_and_the_role(region: str) -> None:
    policy = sample("key", region, True)
    key, arn = key_arn(region), f"arn:{REGIONS[region]}"
    logs = f"logs.{region}.amazonaws.com" + (".cn" if region.startswith("cn-") else "")
    context = {"kms:EncryptionContext:aws:logs:arn": f"{arn}:logs:{region}:{ACCOUNT}:log-group:airflow-prod-Task"}
    role = {
        "principal": f"{arn}:sts::{ACCOUNT}:assumed-role/exec/s",
        "policies": [sample("execution-role", region, True)],
    }

    assert ask("kms:Encrypt", key, principal=logs, resource_policy=policy, context=context) == "allowed"
    assert ask("kms:Encrypt", key, principal=logs, resource_policy=policy, context={**context, "x": "y"}) == "allowed"
    via = {"kms:ViaService": f"s3.{region}.amazonaws.com"}
    assert ask("kms:Decrypt", key, **role, resource_policy=policy, context=via) == "allowed"


def test_users_get_one_airflow_role() -> None:
    policy = sample("ui", "us-east-1", False, "--airflow-role", "Viewer")
    arn = f"arn:aws:airflow:us-east-1:{ACCOUNT}:role/prod/"

    assert ask("airflow:CreateWebLoginToken", arn + "Viewer", policies=[policy]) == "allowed"
    assert ask("airflow:CreateWebLoginToken", arn + "Admin", policies=[policy]) == "implicit-deny"
    assert ask("airflow:InvokeRestApi", arn + "User", policies=[sample("rest", "us-east-1", False)]) == "allowed"


def test_a_pipeline_may_upload_update_and_pass_the_role() -> None:
    policy = sample("deploy", "us-east-1", True)
    environment = f"arn:aws:airflow:us-east-1:{ACCOUNT}:environment/prod"
    role, passed = f"arn:aws:iam::{ACCOUNT}:role/exec", {"iam:PassedToService": "airflow.amazonaws.com"}

    assert ask("s3:PutObject", "arn:aws:s3:::airflow-prod/dags/a.py", policies=[policy]) == "allowed"
    assert ask("airflow:UpdateEnvironment", environment, policies=[policy]) == "allowed"
    assert ask("iam:PassRole", role, policies=[policy], context=passed) == "allowed"
    assert ask("iam:PassRole", role, policies=[policy], context={"iam:PassedToService": "x"}) == "implicit-deny"


@pytest.mark.parametrize("kind", ["execution-role", "trust", "key", "bucket", "ui", "rest", "cli", "deploy"])
def test_size_and_sids_are_within_the_limits_of_iam(kind: str) -> None:
    text = json.dumps(sample(kind, "us-gov-west-1", True))

    assert len(re.sub(r"\s", "", text)) <= 6144
    assert all(re.fullmatch("[A-Za-z0-9]+", sid) for sid in re.findall(r'"Sid": "([^"]*)"', text))


TEMPLATE = """
Resources:
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: prod
      SourceBucketArn: arn:aws:s3:::airflow-prod
      ExecutionRoleArn: arn:aws:iam::111122223333:role/exec
"""


def test_names_come_from_the_template(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)

    result = run("deploy", str(tmp_path), "--account", ACCOUNT, "--region", "eu-west-1")

    assert result.exit_code == 0, result.output
    assert "arn:aws:airflow:eu-west-1:111122223333:environment/prod" in result.stdout
    assert "arn:aws:s3:::airflow-prod/*" in result.stdout


def test_says_which_names_are_missing(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)

    result = run("trust", str(tmp_path))

    assert result.exit_code == 2
    assert "give --account, --region: " in result.stderr


def test_asks_which_of_several_environments(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(TEMPLATE)
    (tmp_path / "two.yaml").write_text(TEMPLATE.replace("prod", "dev"))

    result = run("cli", str(tmp_path), "--account", ACCOUNT, "--region", "eu-west-1")

    assert result.exit_code == 2
    assert "give --environment, one of prod, dev" in result.stderr
    chosen = run("cli", str(tmp_path), "--account", ACCOUNT, "--region", "eu-west-1", "--environment", "dev")
    assert "environment/dev" in chosen.stdout
