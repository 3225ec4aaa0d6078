"""Terraform configurations: evaluated as far as they go, and honest about the rest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.config import load_config
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.project import open_folder
from mwaa_doctor.unknown import Unknown


def test_values_come_from_the_line_that_writes_them(read: Callable[..., Snapshot]) -> None:
    (environment,) = read(
        main_tf="""locals {
  options = {
    "core.parallelism" = 32
  }
}
resource "aws_mwaa_environment" "sales" {
  name                          = "sales"
  airflow_configuration_options = local.options
  network_configuration {
    subnet_ids = ["subnet-1"]
  }
}
"""
    ).environments()

    assert environment.place_of("AirflowConfigurationOptions", "core.parallelism").line == 3
    assert environment.place_of("NetworkConfiguration", "SubnetIds", 0).line == 10
    assert environment.place.line == 6
    assert environment.label == "aws_mwaa_environment.sales"


def test_what_the_provider_computes_stands_where_it_is_referred_to(read: Callable[..., Snapshot]) -> None:
    (environment,) = read(
        main_tf="""
resource "aws_mwaa_environment" "sales" {
  name               = aws_s3_bucket.dags.arn
  source_bucket_arn  = aws_s3_bucket.dags.arn
}
resource "aws_s3_bucket" "dags" {
}
"""
    ).environments()

    assert environment.place_of("Name").line == 3
    assert environment.place_of("SourceBucketArn").line == 4


def test_modules_of_the_project_are_followed(read: Callable[..., Snapshot]) -> None:
    snapshot = read(
        live__prod__main_tf="""
module "airflow" {
  source = "../../modules/airflow"
  name   = "sales"
}
output "role" { value = module.airflow.role_arn }
""",
        modules__airflow__main_tf="""
variable "name" {}
resource "aws_iam_role" "this" {
  name = "${var.name}-role"
}
resource "aws_mwaa_environment" "this" {
  name               = var.name
  execution_role_arn = aws_iam_role.this.arn
}
output "role_arn" { value = aws_iam_role.this.arn }
""",
    )

    (environment,) = snapshot.environments()
    assert environment.key == "sales"
    assert environment.place.path == "modules/airflow/main.tf"
    role = snapshot.find("iam:Role", environment.text("ExecutionRoleArn"))
    assert role is not None
    assert role.label == "module.airflow.aws_iam_role.this"


def test_a_policy_keeps_the_lines_of_its_statements(read: Callable[..., Snapshot]) -> None:
    snapshot = read(
        main_tf="""resource "aws_mwaa_environment" "e" { name = "e" }
data "aws_iam_policy_document" "role" {
  statement {
    sid       = "Publish"
    actions   = ["airflow:PublishMetrics"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
    }
  }
  statement {
    effect    = "Deny"
    actions   = ["s3:ListAllMyBuckets"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }
}
resource "aws_iam_role" "role" {
  name               = "role"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow" }] })
}
resource "aws_iam_role_policy" "role" {
  role   = aws_iam_role.role.id
  policy = data.aws_iam_policy_document.role.json
}
resource "aws_iam_role_policy_attachment" "extra" {
  role       = aws_iam_role.role.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
"""
    )

    (role,) = snapshot.known("iam:Role")
    assert role.get("AssumeRolePolicyDocument", "Statement", 0, "Effect") == "Allow"
    assert role.get("RolePolicyList", 0, "PolicyDocument", "Statement") == [
        {
            "Sid": "Publish",
            "Effect": "Allow",
            "Action": ["airflow:PublishMetrics"],
            "Resource": ["*"],
            "Condition": {"StringEquals": {"aws:SourceAccount": ["111122223333"]}},
        },
        {
            "Effect": "Deny",
            "Action": ["s3:ListAllMyBuckets"],
            "Resource": ["*"],
            "Principal": {"AWS": ["111122223333"]},
        },
    ]
    assert role.place_of("RolePolicyList", 0, "PolicyDocument", "Statement", 1).line == 13
    assert role.place_of("RolePolicyList", 0, "PolicyDocument", "Statement", 0, "Action", 0).line == 5
    assert [item["PolicyName"] for item in role.get("AttachedManagedPolicies")] == ["AmazonS3ReadOnlyAccess"]


NETWORK_TF = """
resource "aws_mwaa_environment" "e" { name = "e" }
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "way" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "one" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "out" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.way.id
  }
}
resource "aws_route_table_association" "one" {
  subnet_id      = aws_subnet.one.id
  route_table_id = aws_route_table.out.id
}
resource "aws_security_group" "own" {
  name        = "own"
  description = "own"
  vpc_id      = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group_rule" "itself" {
  type              = "ingress"
  security_group_id = aws_security_group.own.id
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
  self              = true
}
resource "aws_network_acl" "closed" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.one.id]
  ingress {
    rule_no    = 100
    protocol   = "tcp"
    action     = "allow"
    cidr_block = "10.0.0.0/16"
    from_port  = 443
    to_port    = 443
  }
}
resource "aws_vpc_endpoint" "storage" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.out.id]
}
"""
NETWORK_YAML = """
Resources:
  Environment: {Type: AWS::MWAA::Environment, Properties: {Name: e}}
  Main: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  Way: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Main, InternetGatewayId: !Ref Way}
  One:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Main, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
  Out: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Main}}
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Out, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Way}
  OneOut:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref One, RouteTableId: !Ref Out}
  Own:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupName: own
      GroupDescription: own
      VpcId: !Ref Main
      SecurityGroupEgress: [{IpProtocol: "-1", FromPort: 0, ToPort: 0, CidrIp: 0.0.0.0/0}]
  Itself:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Own, IpProtocol: tcp, FromPort: 0, ToPort: 65535, SourceSecurityGroupId: !Ref Own}
  Closed: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Main}}
  Entry:
    Type: AWS::EC2::NetworkAclEntry
    Properties:
      NetworkAclId: !Ref Closed
      RuleNumber: 100
      Protocol: 6
      RuleAction: allow
      CidrBlock: 10.0.0.0/16
      PortRange: {From: 443, To: 443}
  OneClosed:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref One, NetworkAclId: !Ref Closed}
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Main, ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: [!Ref Out]}
"""
IDS = {
    "aws_vpc.main.id": "Main",
    "aws_internet_gateway.way.id": "Way",
    "aws_subnet.one.id": "One",
    "aws_route_table.out.id": "Out",
    "aws_route_table_association.one.id": "OneOut",
    "aws_security_group.own.id": "Own",
    "aws_network_acl.closed.id": "Closed",
    "aws_vpc_endpoint.storage.id": "Storage",
}


def comparable(value: Any) -> Any:
    """A value with holes as texts, in the names of the CloudFormation template."""
    if isinstance(value, TemplateText):
        text = str(value)
        for own, other in IDS.items():
            text = text.replace(f"${{{own}}}", f"${{{other}}}").replace(f"${{{own}.", f"${{{other}.")
        return text
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items()}
    return [comparable(item) for item in value] if isinstance(value, (list, tuple)) else value


def test_a_network_is_the_same_as_its_cloudformation_twin(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "main.tf").write_text(NETWORK_TF)
    (tmp_path / "template.yaml").write_text(NETWORK_YAML)
    terraform, template = open_folder(tmp_path, load_config(tmp_path)).snapshots

    def bodies(snapshot: Snapshot) -> dict[str, Any]:
        return {
            f"{resource.kind} {comparable(resource.key)}": comparable(resource.body)
            for resource in snapshot.resources
            if resource.kind.startswith("ec2:")
        }

    assert {terraform.source, template.source} == {"terraform", "cloudformation"}
    assert bodies(terraform) == bodies(template)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('resource "aws_mwaa_environment" "e" {\n  name = \n}\n', 2, "not valid HCL"),
        ('resource "aws_mwaa_environment" "e" {\n  name = "x"\n', 3, "misses `}`"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "main.tf").write_text(text)

    done = subprocess.run(
        [sys.executable, "-m", "mwaa_doctor", "check", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3
    assert f"main.tf:{line}" in done.stdout
    assert words in " ".join(done.stdout.split())


DEEP = [
    "[" * 5000 + "]" * 5000,
    "(" * 3000 + "1" + ")" * 3000,
    '"${' * 400 + "1" + '}"' * 400,
    "-" * 4000 + "1",
    "f(" * 2000 + ")" * 2000,
]


@pytest.mark.parametrize("text", DEEP)
def test_nesting_is_bounded(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_text(f'resource "aws_mwaa_environment" "e" {{\n  name = {text}\n}}\n')

    project = open_folder(tmp_path, load_config(tmp_path))

    for snapshot in project.snapshots:
        for environment in snapshot.environments():
            assert isinstance(environment.body.get("Name"), (Unknown, TemplateText, list, str, int))


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='{}[]()"$%<>=-?:.,* \nabc01', max_size=200).map(str.encode),
    )
)
def test_any_bytes_give_a_result(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    head = b'resource "aws_mwaa_environment" "e" {\n  name = '
    (folder / "main.tf").write_bytes(head + data + b"\n}\n")

    project = open_folder(folder, load_config(folder))

    assert project.snapshots or project.problems


def test_files_of_a_root_that_is_called_as_a_module_keep_their_paths(read: Callable[..., Snapshot]) -> None:
    found = read(
        main_tf='variable "name" {}\nresource "aws_mwaa_environment" "sales" { name = var.name }\n',
        examples__basic__main_tf='module "mwaa" {\n  source = "../.."\n  name = "sales"\n}\n',
    )

    (environment,) = found.environments()

    assert environment.place.path == "main.tf"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('variable "name" {}', "the default of the variable `ids` is an empty list"),
        ('variable "name" { default = "sales" }', None),
    ],
)
def test_empty_default_of_a_module_that_lacks_values(
    read: Callable[..., Snapshot], given: str, expected: object
) -> None:
    found = read(
        main_tf=f"""{given}
variable "ids" {{
  type    = list(string)
  default = []
}}
resource "aws_mwaa_environment" "sales" {{
  name = var.name
  network_configuration {{
    security_group_ids = ["sg-0a1b2c3d4e5f60718"]
    subnet_ids         = var.ids
  }}
}}
"""
    )

    (environment,) = found.environments()
    subnets = environment.body["NetworkConfiguration"].get("SubnetIds")

    assert (subnets.reason if isinstance(subnets, Unknown) else subnets) == expected


def test_empty_maps_are_not_sent(read: Callable[..., Snapshot]) -> None:
    found = read(
        main_tf="""resource "aws_mwaa_environment" "sales" {
  name                          = "sales"
  tags                          = {}
  airflow_configuration_options = {}
}
"""
    )

    (environment,) = found.environments()

    assert not {"Tags", "AirflowConfigurationOptions"} & environment.body.keys()


@pytest.mark.parametrize(
    ("called", "expected"), [("arn:aws:s3:::sales", "aws"), ("arn:aws-cn:s3:::sales", None), ("sales", "aws")]
)
def test_partition_follows_from_the_arns_that_are_written(
    read: Callable[..., Snapshot], called: str, expected: str | None
) -> None:
    found = read(
        main_tf="""variable "name" {}
resource "aws_mwaa_environment" "sales" {
  name               = var.name
  execution_role_arn = "arn:aws:iam::123456789012:role/${var.name}"
}
module "lake" {
  source = "./lake"
}
""",
        lake__main_tf=f'locals {{ bucket = "{called}" }}\n',
    )

    assert (found.partition if isinstance(found.partition, str) else None) == expected


def test_environments_that_are_listed_in_a_file(read: Callable[..., Snapshot], tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "environments.yaml").write_text("etl: {class: mw1.small}\nml: {class: mw1.large}\n")
    (tmp_path / "defaults.json").write_text('{"dags": "code"}')
    found = read(
        live__main_tf="""module "mwaa" {
  source       = "../mwaa"
  environments = yamldecode(file("${path.module}/environments.yaml"))
  defaults     = jsondecode(file("../defaults.json"))
}
""",
        mwaa__main_tf="""variable "environments" {}
variable "defaults" {}
resource "aws_mwaa_environment" "this" {
  for_each          = var.environments
  name              = "sales-${each.key}"
  environment_class = each.value.class
  dag_s3_path       = var.defaults.dags
  startup_script_s3_path = file("../../etc/hosts")
}
""",
    )

    bodies = [environment.body for environment in found.environments()]

    assert [(body["Name"], body["EnvironmentClass"], body["DagS3Path"]) for body in bodies] == [
        ("sales-etl", "mw1.small", "code"),
        ("sales-ml", "mw1.large", "code"),
    ]
    assert all(isinstance(body["StartupScriptS3Path"], Unknown) for body in bodies)


def test_instances_that_are_not_known_say_why(read: Callable[..., Snapshot]) -> None:
    found = read(
        main_tf="""resource "aws_mwaa_environment" "this" {
  for_each          = yamldecode(file("missing.yaml"))
  name              = "sales"
  environment_class = each.value.class
}
"""
    )

    (environment,) = found.environments()

    assert environment.body["EnvironmentClass"].reason == "`missing.yaml` is not among the files of the project"


def test_optional_members_have_the_defaults_of_their_type(read: Callable[..., Snapshot]) -> None:
    found = read(
        main_tf="""variable "environments" {
  type = map(object({
    class   = string
    version = optional(string, "2.10.3")
    paths   = optional(object({ dags = optional(string, "code"), plugins = optional(string) }), {})
  }))
  default = {
    etl = { class = "mw1.small" }
    ml  = { class = "mw1.large", version = "2.9.2", paths = { dags = "ml" } }
  }
}
resource "aws_mwaa_environment" "this" {
  for_each          = var.environments
  name              = each.key
  environment_class = each.value.class
  airflow_version   = each.value.version
  dag_s3_path       = each.value.paths.dags
  plugins_s3_path   = each.value.paths.plugins
}
"""
    )

    bodies = [environment.body for environment in found.environments()]

    assert [(body["Name"], body["AirflowVersion"], body["DagS3Path"]) for body in bodies] == [
        ("etl", "2.10.3", "code"),
        ("ml", "2.9.2", "ml"),
    ]
    assert not any("PluginsS3Path" in body for body in bodies)
