"""Users, groups and roles around an environment, declared in templates or by their policies in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ENVIRONMENT = {
    "Name": "prod",
    "Arn": "arn:aws:airflow:eu-west-1:111122223333:environment/prod",
    "DagS3Path": "dags",
    "SourceBucketArn": "arn:aws:s3:::airflow-prod",
    "ExecutionRoleArn": "arn:aws:iam::111122223333:role/airflow-prod",
}
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PASS = ("iam:PassRole", "arn:aws:iam::111122223333:role/airflow-prod")
TLS_ONLY = """{"Version": "2012-10-17", "Statement": {
    "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::airflow-prod/*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}
}}"""
REST = "ec2:* iam:CreateServiceLinkedRole s3:GetEncryptionConfiguration"


def policy(*pairs: tuple[str, str]) -> str:
    statements = [{"Effect": "Allow", "Action": actions.split(), "Resource": resource} for actions, resource in pairs]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=1)


def project(folder: Path, users: str, files: dict[str, str], **properties: Any) -> Path:
    (folder / "prod.json").write_text(json.dumps({"Environment": {**ENVIRONMENT, **properties}}))
    (folder / "bucket.json").write_text(TLS_ONLY)
    head = '[[environments]]\nenvironment = "prod.json"\nbucket-policy = "bucket.json"\n'
    (folder / "mwaa-doctor.toml").write_text(
        head + ('key-policy = "key.json"\n' if "key.json" in files else "") + users
    )
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def user(name: str, *policies: str, duties: str = "") -> str:
    lines = ["[[environments.users]]", f'name = "{name}"', f"policies = {list(policies)}"]
    return "\n".join([*lines, *([f'duties = ["{duties}"]'] if duties else [])]) + "\n"


def messages(run: Any) -> dict[str, str]:
    assert run.document["crashes"] == []
    return {row["rule"]: row["message"] for row in run.document["findings"]}


def test_policies_of_one_user_are_judged_together(tmp_path: Path, check) -> None:
    files = {"create.json": policy(("airflow:CreateEnvironment", "*")), "pass.json": policy(PASS)}
    alone = project(tmp_path, user("deployers", "create.json"), files)
    lacking = messages(check(alone, "--select", "creator-may-not-pass-role"))
    both = project(tmp_path, user("deployers", "create.json", "pass.json"), files)

    assert messages(check(both, "--select", "creator-may-not-pass-role")) == {}
    assert lacking == {
        "creator-may-not-pass-role": "`deployers` may create environments, but not pass the execution role to MWAA: "
        "no statement allows `iam:PassRole` on `arn:aws:iam::111122223333:role/airflow-prod`"
    }


def test_another_role_is_passed_to_this_very_environment(tmp_path: Path, check) -> None:
    another = ("iam:PassRole", "arn:aws:iam::111122223333:role/dev-*")
    files = {"p.json": policy(("airflow:CreateEnvironment", ENVIRONMENT["Arn"]), another)}

    run = check(project(tmp_path, user("sam", "p.json"), files), "--select", "creator-may-not-pass-role")

    assert list(messages(run)) == ["creator-may-not-pass-role"]
    assert "`arn:aws:iam::111122223333:role/dev-*`" in run.document["findings"][0]["evidence"][0]


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        (REST, ""),
        (REST.replace("ec2:*", "ec2:Describe* ec2:CreateNetworkInterface"), "make the VPC endpoints of an environment"),
        (REST.replace("iam:CreateServiceLinkedRole ", ""), "make the service-linked role with the first environment"),
        (REST.replace("s3:GetEncryptionConfiguration", "s3:ListBucket"), "see how the bucket is encrypted"),
        (REST.replace("ec2:*", "ec2:Create*"), "see the network"),
        (REST.replace("ec2:*", "ec2:Describe* ec2:CreateVpcEndpoint"), "make the network interfaces of an environment"),
    ],
)
def test_who_creates_environments_needs_rights_in_other_services(given: str, lacks: str, tmp_path: Path, check) -> None:
    folder = project(
        tmp_path,
        user("deployers", "p.json"),
        {"p.json": policy(("airflow:CreateEnvironment", "*"), PASS, (given, "*"))},
    )

    found = messages(check(folder, "--select", "iam"))

    assert found == (
        {"user-lacks-permission": f"`deployers` creates environments, but may not {lacks}"} if lacks else {}
    )


def test_own_endpoints_need_no_right_to_make_them(tmp_path: Path, check) -> None:
    given = REST.replace("ec2:*", "ec2:Describe* ec2:CreateNetworkInterface")
    files = {"p.json": policy(("airflow:CreateEnvironment", "*"), PASS, (given, "*"))}
    folder = project(tmp_path, user("deployers", "p.json"), files, EndpointManagement="CUSTOMER")

    assert messages(check(folder, "--select", "iam")) == {}


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ("kms:*", ""),
        ("kms:Decrypt kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt* kms:DescribeKey kms:*Grant*", ""),
        ("kms:Decrypt kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt* kms:DescribeKey", "let MWAA use the key and see"),
        ("kms:CreateGrant kms:DescribeKey", "see, use and withdraw what MWAA may do with the key"),
    ],
)
def test_who_creates_environments_hands_their_key_on(given: str, lacks: str, tmp_path: Path, check) -> None:
    files = {"p.json": policy(("airflow:CreateEnvironment", "*"), PASS, (REST, "*"), (given, KEY))}
    files["key.json"] = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
        }
    )
    folder = project(tmp_path, user("deployers", "p.json"), files, KmsKey=KEY)

    found = messages(check(folder, "--select", "user-lacks-permission"))

    assert list(found) == (["user-lacks-permission"] if lacks else [])
    assert lacks in found.get("user-lacks-permission", "")


@pytest.mark.parametrize(
    ("duty", "enough", "too_little", "lacks"),
    [
        (
            "deploy",
            ("s3:PutObject", "arn:aws:s3:::airflow-prod/*"),
            ("s3:PutObject", "arn:aws:s3:::airflow-prod/plugins/*"),
            "`sam` deploys to the environment, but may not upload DAGs, plugins and requirements",
        ),
        (
            "logs",
            ("logs:Describe* logs:Get* logs:FilterLogEvents", "*"),
            ("logs:DescribeLogGroups logs:GetLogEvents logs:DescribeLogStreams", "*"),
            "`sam` looks into logs, but may not read logs",
        ),
        (
            "read",
            ("airflow:List* airflow:GetEnvironment", "*"),
            ("airflow:GetEnvironment airflow:ListTagsForResource", ENVIRONMENT["Arn"]),
            "`sam` looks at environments, but may not list environments",
        ),
        (
            "some-dags",
            ("airflow:CreateWebLoginToken", "arn:aws:airflow:eu-west-1:111122223333:role/prod/Public"),
            ("airflow:CreateWebLoginToken", "arn:aws:airflow:eu-west-1:111122223333:role/prod/*"),
            "`sam` is to see some DAGs only, but may log in as `Admin`, who sees all",
        ),
    ],
)
def test_duties_of_the_configuration(
    duty: str, enough: tuple[str, str], too_little: tuple[str, str], lacks: str, tmp_path: Path, check
) -> None:
    rules = ("--select", "user-lacks-permission", "--select", "restricted-user-has-other-role")
    good = project(tmp_path, user("sam", "sam.json", duties=duty), {"sam.json": policy(enough)})
    assert messages(check(good, *rules)) == {}

    bad = project(tmp_path, user("sam", "sam.json", duties=duty), {"sam.json": policy(too_little)})

    assert list(messages(check(bad, *rules)).values()) == [lacks]


TEMPLATE = """
Resources:
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: airflow
      {whom}
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{{Effect: Allow, Action: airflow:CreateEnvironment, Resource: "*"}}]
  Group:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: pass
          PolicyDocument: {{Version: "2012-10-17", Statement: [{{Effect: Allow, Action: iam:PassRole, Resource: "*"}}]}}
  User: {{Type: AWS::IAM::User, Properties: {{UserName: sam, Groups: {groups}}}}}
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: prod
      ExecutionRoleArn: arn:aws:iam::111122223333:role/airflow-prod
"""


@pytest.mark.parametrize(
    ("whom", "groups", "found", "reason"),
    [
        ("Users: [!Ref User]", "[]", True, ""),
        ("Users: [!Ref User]", "[!Ref Group]", False, ""),
        ("Users: [!Ref User]", "[elsewhere]", False, "the group `elsewhere` is not in template.yaml"),
        ("Groups: [!Ref Group]", "[]", False, ""),
        ("Path: /", "[]", False, "nobody is known to have the policy `Policy`, perhaps beside others"),
    ],
    ids=["user", "user of a group that passes", "user of an unknown group", "group that passes", "nobody"],
)
def test_whoever_has_a_policy_is_judged(
    whom: str, groups: str, found: bool, reason: str, tmp_path: Path, check
) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE.format(whom=whom, groups=groups))

    run = check(tmp_path, "--select", "creator-may-not-pass-role")

    assert ("creator-may-not-pass-role" in messages(run)) is found
    assert [row["reason"] for row in run.document["not_checked"]] == ([reason] if reason else [])


@pytest.mark.parametrize(
    "addition",
    [
        "{Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: !Ref Group, Users: [!Ref User]}}",
        "{Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: passers, Users: [sam]}}",
    ],
)
def test_users_are_put_into_groups(addition: str, tmp_path: Path, check) -> None:
    template = TEMPLATE.format(whom="Users: [!Ref User]", groups="[]")
    template = template.replace(
        "Type: AWS::IAM::Group\n    Properties:", "Type: AWS::IAM::Group\n    Properties:\n      GroupName: passers"
    )
    (tmp_path / "template.yaml").write_text(template.replace("  User: {", f"  Addition: {addition}\n  User: {{"))

    assert messages(check(tmp_path, "--select", "creator-may-not-pass-role")) == {}


TERRAFORM = """
resource "aws_iam_user" "sam" { name = "sam" }
resource "aws_iam_group" "passers" { name = "passers" }
resource "aws_iam_group_policy" "pass" {
  group  = aws_iam_group.passers.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }]
  })
}
resource "aws_iam_user_policy" "create" {
  user   = aws_iam_user.sam.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "airflow:CreateEnvironment", Resource = "*" }]
  })
}
resource "aws_mwaa_environment" "prod" {
  name               = "prod"
  execution_role_arn = "arn:aws:iam::111122223333:role/airflow-prod"
}
"""


@pytest.mark.parametrize(
    ("membership", "found"),
    [
        ("", ["creator-may-not-pass-role"]),
        ('resource "aws_iam_user_group_membership" "m" {\n user = aws_iam_user.sam.name\n groups = ["passers"]\n}', []),
        ('resource "aws_iam_group_membership" "m" {\n name = "m"\n group = "passers"\n users = ["sam"]\n}', []),
    ],
)
def test_terraform_puts_users_into_groups(membership: str, found: list[str], tmp_path: Path, check) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM + membership)

    assert list(messages(check(tmp_path, "--select", "creator-may-not-pass-role"))) == found


@pytest.mark.parametrize(
    ("statements", "not_checked"),
    [
        ([("airflow:CreateEnvironment iam:*", "*")], False),
        ([("airflow:CreateEnvironment", "*"), ("iam:PassRole", "arn:aws:iam::111122223333:role/airflow-*")], False),
        ([("airflow:CreateEnvironment", "*"), ("iam:PassRole", "*", "iam:AssociatedResourceArn")], True),
        ([("airflow:CreateEnvironment", "*"), ("iam:PassRole", "arn:aws:iam::111122223333:role/dev-*")], True),
        ([("airflow:CreateEnvironment", "*", "aws:RequestTag/team")], True),
        ([("airflow:CreateEnvironment", "arn:aws:airflow:*:*:environment/dev")], False),
        ([("airflow:*", "*")], False),
        ([("airflow:Get* airflow:List*", "*")], False),
        ([("airflow:*", "*"), ("iam:PassRole", "*", "iam:PassedToService")], False),
    ],
)
def test_what_may_be_right_is_left_alone(statements: list[Any], not_checked: bool, tmp_path: Path, check) -> None:
    document: dict[str, Any] = json.loads(policy(*(row[:2] for row in statements)))
    for statement, row in zip(document["Statement"], statements, strict=True):
        if len(row) > 2:
            statement["Condition"] = {"StringEquals": {row[2]: "ecs-tasks.amazonaws.com"}}
    folder = project(tmp_path, user("sam", "sam.json"), {"sam.json": json.dumps(document)})

    run = check(folder, "--select", "creator-may-not-pass-role")

    assert messages(run) == {}
    assert bool(run.document["not_checked"]) is not_checked


def test_a_role_of_the_template_gets_its_duty_from_the_configuration(tmp_path: Path, check) -> None:
    role = "  Pipeline: {Type: AWS::IAM::Role, Properties: {RoleName: pipeline}}\n  Environment:"
    template = TEMPLATE.format(whom="Path: /", groups="[]").replace("  Environment:", role)
    template += "      SourceBucketArn: !GetAtt Bucket.Arn\n      DagS3Path: dags\n  Bucket: {Type: AWS::S3::Bucket}\n"
    (tmp_path / "template.yaml").write_text(template)
    (tmp_path / "mwaa-doctor.toml").write_text(
        '[[environments]]\ntemplate = "template.yaml"\n[[environments.users]]\nname = "pipeline"\nduties = ["deploy"]\n'
    )

    found = messages(check(tmp_path, "--select", "user-lacks-permission"))

    assert found == {
        "user-lacks-permission": "`Pipeline` deploys to the environment, "
        "but may not upload DAGs, plugins and requirements"
    }


@pytest.mark.parametrize(
    ("users", "says"),
    [
        ('[[environments.users]]\npolicies = ["p.json"]\n', "needs `name`"),
        ('[[environments.users]]\nname = "sam"\n', "needs `policies`, `duties` or both"),
        (user("sam", "p.json", duties="deploys"), "not `deploys`, did you mean `deploy`?"),
        ('[[environments.users]]\nname = "sam"\nduty = "deploy"\n', "unknown key `duty`, did you mean `duties`?"),
        ('[[environments.users]]\nname = "sam"\nduties = ["deploy"]\n', "there is no `sam` in prod.json: give its"),
        (user("sam", "gone.json"), "gone.json does not exist"),
    ],
)
def test_says_what_is_wrong_with_the_configuration(users: str, says: str, tmp_path: Path, check) -> None:
    run = check(project(tmp_path, users, {"p.json": policy(PASS)}))

    assert run.exit_code == 2
    assert says in run.stderr


def test_a_file_that_is_no_policy_is_named(tmp_path: Path, check) -> None:
    run = check(project(tmp_path, user("sam", "p.json"), {"p.json": '{"Statement": [}'}))

    assert run.exit_code == 3
    assert "p.json:1:" in json.dumps(run.document["problems"])
