"""Terraform configurations: evaluated as far as they go, and honest about the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mwaa_doctor.models.snapshot import Snapshot
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
