"""Environments from answers, templates with parameters, saved snapshots: what the configuration and options name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROLE = "arn:aws:iam::123456789012:role/service-role/mwaa"
ANSWER = {
    "Environment": {
        "Name": "sales",
        "Arn": "arn:aws:airflow:eu-west-1:123456789012:environment/sales",
        "AirflowVersion": "2.10.3",
        "EnvironmentClass": "mw1.small",
        "ExecutionRoleArn": ROLE,
        "SourceBucketArn": "arn:aws:s3:::example-airflow",
        "DagS3Path": "dags",
        "KmsKey": "arn:aws:kms:eu-west-1:123456789012:key/1",
        "NetworkConfiguration": {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }
}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
TEMPLATE = """
Parameters:
  Version: {Type: String}
  Stage: {Type: String, Default: dev}
Resources:
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: !Sub "sales-${Stage}"
      AirflowVersion: !Ref Version
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An answer, policies as files of their own and as answers, and a configuration that names them."""
    files = {
        "aws/sales.json": ANSWER,
        "aws/role.json": POLICY,
        "aws/more.json": {"RoleName": "mwaa", "PolicyName": "more", "PolicyDocument": POLICY},
        "aws/trust.json": {"Role": {"RoleName": "mwaa", "AssumeRolePolicyDocument": POLICY}},
        "aws/bucket.json": {"Policy": json.dumps(POLICY)},
        "aws/key.json": POLICY,
    }
    (tmp_path / "aws").mkdir()
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content, indent=2))
    (tmp_path / "mwaa-doctor.toml").write_text(
        '[[environments]]\nname = "sales"\nenvironment = "aws/sales.json"\n'
        'execution-role-policies = ["aws/role.json", "aws/more.json"]\ntrust-policy = "aws/trust.json"\n'
        'bucket-policy = "aws/bucket.json"\nkey-policy = "aws/key.json"\n'
    )
    return tmp_path


def test_an_answer_with_its_policies_is_one_environment(project: Path, check) -> None:
    from mwaa_doctor.config import load_config
    from mwaa_doctor.project import open_folder

    (snapshot,) = open_folder(project, load_config(project)).snapshots

    role = snapshot.find("iam:Role", ROLE)
    assert role is not None
    assert [policy["PolicyName"] for policy in role.items("RolePolicyList")] == ["role", "more"]
    assert role.get("AssumeRolePolicyDocument") == POLICY
    assert role.place_of("RolePolicyList", 0, "PolicyDocument", "Statement", 0, "Action").path == "aws/role.json"
    assert role.place_of("RolePolicyList", 0, "PolicyDocument", "Statement", 0, "Action").line == 6
    bucket = snapshot.find("s3:Bucket", "example-airflow")
    assert bucket is not None
    assert bucket.get("Policy") == POLICY
    key = snapshot.find("kms:Key", "arn:aws:kms:eu-west-1:123456789012:key/1")
    assert key is not None
    assert key.get("Policy") == POLICY
    assert (snapshot.account, snapshot.region, snapshot.partition) == ("123456789012", "eu-west-1", "aws")
    run = check(project, "--select", "environment")
    (row,) = run.document["environments"]
    assert (row["name"], row["airflow_version"], row["path"], row["line"]) == ("sales", "2.10.3", "aws/sales.json", 3)
    assert run.document["problems"] == []


def test_a_broken_policy_is_named_with_its_line(project: Path, check) -> None:
    (project / "aws" / "role.json").write_text('{"Statement": [\n  {"Effect": "Allow",}\n]}')

    run = check(project, "--select", "environment")

    assert run.exit_code == 3
    assert run.document["problems"] == [
        {"path": "aws/role.json:2:22", "message": "is not valid: the comma before '}' is one too many"}
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[environments]]\nenvironment = "missing.json"\n', "missing.json does not exist"),
        ('[[environments]]\nname = "x"\n', "number 1 needs either `environment` or `template`"),
        ('[[environments]]\nenvironment = "a"\ntemplate = "b"\n', "needs either"),
        ('[[environments]]\nenvironment = "a"\ntrust-polcy = "b"\n', "did you mean `trust-policy`?"),
        ('[[environments]]\nenvironment = "a"\nparameter-overrides = "b"\n', "goes with `template`"),
        ('[[environments]]\nenvironment = "a"\naccount = 12\n', "must be a text"),
        ('[[environments]]\nenvironment = "a"\naccount = "12"\n', "twelve digits"),
        ('environments = "a"\n', "must be a list of tables"),
        ('snapshots = ["gone.json"]\n', "gone.json"),
        ('parameter-overrides = "gone.json"\n', "gone.json does not exist"),
    ],
)
def test_a_configuration_that_cannot_be_used(text: str, words: str, tmp_path: Path, check) -> None:
    (tmp_path / "mwaa-doctor.toml").write_text(text)

    run = check(tmp_path)

    assert run.exit_code == 2
    assert words in run.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '[{"ParameterKey": "Version", "ParameterValue": "2.9.2"}]'),
        ("a.json", '["Version=2.9.2", {"ParameterKey": "Stage", "UsePreviousValue": true}]'),
        ("a.json", '["Version=2.9.2"]'),
        ("a.json", '{"Parameters": {"Version": "2.9.2"}}'),
        ("a.yaml", "Version: 2.9.2\n"),
        ("a.txt", "# values\nVersion='2.9.2'\n"),
    ],
)  # fmt: skip
def test_parameters_decide_what_a_template_says(name: str, content: str, tmp_path: Path, check) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / name).write_text(content)

    without = check(tmp_path).document["environments"][0]
    given = check(tmp_path, "--parameter-overrides", tmp_path / name).document

    assert (without["name"], without["airflow_version"]) == ("sales-dev", None)
    assert (given["environments"][0]["name"], given["environments"][0]["airflow_version"]) == ("sales-dev", "2.9.2")
    assert given["target"]["airflow_version_source"] == "AirflowVersion in template.yaml"


def test_one_template_for_several_environments(tmp_path: Path, check) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    for stage, version in (("dev", "2.10.3"), ("prod", "2.9.2")):
        (tmp_path / f"{stage}.json").write_text(json.dumps({"Stage": stage, "Version": version}))
    tables = [
        f'[[environments]]\nname = "{stage}"\ntemplate = "template.yaml"\nparameter-overrides = "{stage}.json"\n'
        'region = "eu-west-1"\naccount = "123456789012"\n'
        for stage in ("dev", "prod")
    ]
    (tmp_path / "mwaa-doctor.toml").write_text("".join(tables))

    rows = check(tmp_path).document["environments"]

    assert [(row["name"], row["airflow_version"]) for row in rows] == [("sales-dev", "2.10.3"), ("sales-prod", "2.9.2")]


def test_a_misspelt_parameter_is_told(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / "values.json").write_text('{"Versoin": "2.9.2"}')

    run = mwaa_doctor("check", tmp_path, "--parameter-overrides", tmp_path / "values.json")

    assert "no template has the parameter `Versoin` of the overrides, did you mean `Version`?" in " ".join(
        run.stdout.split()
    )


def test_a_saved_snapshot_is_judged(project: Path, tmp_path: Path, check) -> None:
    from mwaa_doctor.config import load_config
    from mwaa_doctor.project import open_folder
    from mwaa_doctor.sources.snapshot_file import write_snapshots

    saved = tmp_path / "elsewhere" / "saved.json"
    saved.parent.mkdir()
    saved.write_text(write_snapshots(open_folder(project, load_config(project)).snapshots))
    empty = tmp_path / "empty"
    (empty / ".git").mkdir(parents=True)

    run = check(empty, "--snapshot", saved)

    assert [row["name"] for row in run.document["environments"]] == ["sales"]
    assert check(empty, "--snapshot", project / "aws" / "key.json").exit_code == 2


def test_an_answer_given_by_itself_is_judged(project: Path, check) -> None:
    (project / "mwaa-doctor.toml").write_text("")

    run = check(project / "aws" / "sales.json")

    assert [row["name"] for row in run.document["environments"]] == ["sales"]


def test_templates_of_tests_are_left_alone(tmp_path: Path, check) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "stack.yaml").write_text(TEMPLATE)
    (tmp_path / "infra.template").write_text(TEMPLATE)

    assert [row["path"] for row in check(tmp_path).document["environments"]] == ["infra.template"]
    assert [row["path"] for row in check(tmp_path / "tests" / "stack.yaml").document["environments"]] == ["stack.yaml"]


def test_output_of_the_cdk_counts_though_git_ignores_it(tmp_path: Path, check) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("cdk.out\n")
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / "cdk.out" / "Stack.template.json").write_text(
        '{"Resources": {"E": {"Type": "AWS::MWAA::Environment", "Properties": {"Name": "sales"}}}}'
    )

    assert [row["name"] for row in check(tmp_path).document["environments"]] == ["sales"]


def test_a_template_that_a_macro_rewrites_is_not_judged(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "template.yaml").write_text("Transform: [AWS::Serverless-2016-10-31, Company]\n" + TEMPLATE)

    run = mwaa_doctor("check", tmp_path)

    assert "`Company` rewrites it on deployment" in " ".join(run.stdout.split())
