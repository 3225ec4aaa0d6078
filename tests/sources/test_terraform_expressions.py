"""Expressions of Terraform: evaluated as far as they go, and honest about the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.unknown import Unknown

HEAD = """
variable "stage" { default = "prod" }
variable "sizes" { default = [1, 2, 3] }
variable "given" {}
variable "many" { type = list(string) }
variable "named" { default = { a = "x", b = "y" } }
data "aws_caller_identity" "me" {}
data "aws_vpc" "shared" { id = var.given }
locals {
  full   = "sales-${var.stage}"
  circle = local.round
  round  = local.circle
}
resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = data.aws_vpc.shared.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}
resource "aws_s3_bucket" "dags" { bucket = "dags-${var.stage}" }
resource "aws_iam_role" "worker" {
  name = "worker"
  path = "/mwaa/"
}
module "network" { source = "example/network/aws" }
resource "aws_mwaa_environment" "sales" {
  name        = "sales"
  dag_s3_path = """


@pytest.fixture
def value(read: Callable[..., Snapshot]) -> Callable[[str], Any]:
    """The value of an expression."""

    def evaluate(text: str) -> Any:
        (environment,) = read(main_tf=f"{HEAD}{text}\n}}\n").environments()
        return environment.body.get("DagS3Path")

    return evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"dags"', "dags"),
        ("var.stage", "prod"),
        ("local.full", "sales-prod"),
        ('"${local.full}/dags"', "sales-prod/dags"),
        (r'"a\tb \"c\" $${d} \u00e9"', 'a\tb "c" ${d} é'),
        ('var.stage == "prod" ? "one" : "two"', "one"),
        ('var.stage != "prod" || !true ? "one" : "two"', "two"),
        ('true ? "one" : var.given', "one"),
        ('join("-", ["a", var.stage])', "a-prod"),
        ('format("%s/%03d", "a", 1)', Unknown),
        ('format("%s-%s%%", "a", var.stage)', "a-prod%"),
        ('element(["a", "b"], 3)', "b"),
        ('lookup(var.named, "b", "z")', "y"),
        ('lookup(var.named, "c", "z")', "z"),
        ('var.named["a"]', "x"),
        ("var.named.b", "y"),
        ('concat(["a"], ["b"])[1]', "b"),
        ('[for s in ["a", "b"] : upper(s) if s != "a"][0]', "B"),
        ('{for k, v in var.named : v => "${k}!"}["y"]', "b!"),
        ('join(",", [for size in var.sizes : size * 2])', "2,4,6"),
        ('coalesce("", "a")', "a"),
        ('try(var.named.b, "z")', "y"),
        ('replace("a.b", ".", "-")', "a-b"),
        ("jsonencode({ a = [1, true] })", '{"a": [1, true]}'),
        ('jsondecode("{\\"a\\": \\"b\\"}").a', "b"),
        ("aws_subnet.private[1].cidr_block", "10.0.1.0/24"),
        ("aws_subnet.private[*].cidr_block", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("element(aws_subnet.private[*].cidr_block, 0)", "10.0.0.0/24"),
        ("aws_s3_bucket.dags.id", "dags-prod"),
        ("<<EOT\n  a\n    ${var.stage}\nEOT", "  a\n    prod\n"),
        ("<<-EOT\n  a\n    ${var.stage}\n  EOT", "a\n  prod\n"),
        ("null", None),
        # what only the deployment decides keeps its identity
        ("var.given", "${var.given}"),
        ('"x-${var.given}"', "x-${var.given}"),
        ("aws_s3_bucket.dags.arn", "arn:${AWS::Partition}:s3:::dags-prod"),
        ("aws_iam_role.worker.arn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/mwaa/worker"),
        ("data.aws_caller_identity.me.account_id", "${AWS::AccountId}"),
        ("aws_subnet.private[0].id", "${aws_subnet.private[0].id}"),
        ("module.network.vpc_id", "${module.network.vpc_id}"),
        ("terraform.workspace", "${terraform.workspace}"),
        # and what cannot be told says so
        ("var.many", Unknown),
        ("local.circle", Unknown),
        ('var.given == "a" ? "b" : "c"', Unknown),
        ('templatefile("a", {})', Unknown),
        ('file("/etc/passwd")', Unknown),
        ("var.named.c", Unknown),
        ("aws_subnet.private[7].id", Unknown),
        ('"%{ if true }a%{ endif }"', Unknown),
    ],
)
def test_expression(text: str, expected: Any, value: Callable[[str], Any]) -> None:
    found = value(text)

    if expected is Unknown:
        assert isinstance(found, Unknown)
        assert found.reason
    else:
        assert (str(found) if isinstance(found, TemplateText) else found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("try(var.named.c, var.named.a)", "x"),
        ("try(aws_subnet.private[2].id, var.named.b)", "y"),
        ("try(var.nothing.at.all, null)", None),
        ("try(null.a, var.stage)", "prod"),
    ],
)
def test_try_passes_over_what_terraform_cannot_evaluate(
    value: Callable[[str], Any], text: str, expected: str | None
) -> None:
    assert value(text) == expected if "nothing" not in text else isinstance(value(text), (Unknown, TemplateText))
