"""In which Region each resource of a Terraform configuration or plan is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mwaa_doctor.config import load_config
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.project import open_folder

PROVIDERS = """
provider "aws" { region = "eu-west-1" }
variable "far" { default = "ap-south-1" }
provider "aws" {
  alias  = "far"
  region = var.far
}
provider "aws" {
  alias = "silent"
}
"""
PLAN = Path(__file__).parent / "plans" / "new.json"


def bucket_region(snapshot: Snapshot) -> str:
    (bucket,) = snapshot.known("s3:Bucket")
    return str(bucket.raw("Location"))


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("", "eu-west-1"),
        ("provider = aws", "eu-west-1"),
        ("provider = aws.far", "ap-south-1"),
        ('provider = "aws.far"', "ap-south-1"),
        ('region = "us-west-2"', "us-west-2"),
        ("provider = aws.silent", "${aws.silent.region}"),
        ("provider = aws.nobody", "${aws.nobody.region}"),
        ("provider = other", "${other.region}"),
    ],
)
def test_a_resource_is_in_the_region_of_its_provider(read: Callable[..., Snapshot], written: str, region: str) -> None:
    snapshot = read(
        main_tf=f'{PROVIDERS}\nresource "aws_mwaa_environment" "a" {{\n  name = "a"\n}}\n'
        f'resource "aws_s3_bucket" "a" {{\n  {written}\n}}\n'
    )

    assert bucket_region(snapshot) == region


@pytest.mark.parametrize(
    ("handed", "written", "region"),
    [
        ("", "", "eu-west-1"),
        ("providers = { aws = aws.far }", "", "ap-south-1"),
        ("providers = {\n aws.near = aws # not aws = aws.silent\n aws = aws.far\n}", "", "ap-south-1"),
        ("providers = { aws.near = aws, aws = aws.far }", "provider = aws.near", "eu-west-1"),
        ("providers = { aws.near = aws.far }", "provider = aws.near", "ap-south-1"),
        ("providers = { aws.near = aws.far }", "", "${aws.region}"),
    ],
)
def test_modules_get_their_providers_from_the_caller(
    read: Callable[..., Snapshot], handed: str, written: str, region: str
) -> None:
    snapshot = read(
        main_tf=f'{PROVIDERS}\nmodule "a" {{\n  source = "./a"\n  {handed}\n}}\n',
        a__main_tf='resource "aws_mwaa_environment" "a" {\n  name = "a"\n}\n'
        f'resource "aws_s3_bucket" "a" {{\n  {written}\n}}\n',
    )

    assert bucket_region(snapshot) == region


def test_arns_and_data_sources_are_of_the_region_of_their_provider(read: Callable[..., Snapshot]) -> None:
    snapshot = read(
        main_tf=PROVIDERS
        + """
data "aws_region" "far" { provider = aws.far }
resource "aws_kms_key" "far" {
  provider = aws.far
}
resource "aws_mwaa_environment" "a" {
  name    = data.aws_region.far.name
  kms_key = aws_kms_key.far.arn
}
"""
    )

    (environment,) = snapshot.environments()
    assert environment.get("Name") == "ap-south-1"
    assert str(environment.raw("KmsKey")).startswith("arn:aws:kms:ap-south-1:")
    assert snapshot.region == "eu-west-1"


def plan_with(folder: Path, change: Callable[[dict[str, Any]], None]) -> Snapshot:
    document = json.loads(PLAN.read_text())
    change(document)
    (folder / "plan.json").write_text(json.dumps(document))
    (found,) = open_folder(folder, load_config(folder)).snapshots
    return found


def member(items: list[Any], type_: str) -> dict[str, Any]:
    return next(item for item in items if item["type"] == type_)


def make_far(document: dict[str, Any], type_: str, region: dict[str, Any]) -> None:
    configuration = document["configuration"]
    configuration["provider_config"]["aws.far"] = {"name": "aws", "alias": "far", "expressions": {"region": region}}
    member(configuration["root_module"]["resources"], type_)["provider_config_key"] = "aws.far"


@pytest.mark.parametrize(
    ("region", "expected"),
    [({"constant_value": "ap-south-1"}, "ap-south-1"), ({"references": ["local.far"]}, "${aws.far.region}")],
)
def test_a_plan_names_the_provider_of_a_resource(tmp_path: Path, region: dict[str, Any], expected: str) -> None:
    assert bucket_region(plan_with(tmp_path, lambda plan: make_far(plan, "aws_s3_bucket", region))) == expected


def test_a_plan_of_a_newer_provider_tells_the_region_itself(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        member(document["resource_changes"], "aws_s3_bucket")["change"]["after"]["region"] = "ap-south-1"

    assert bucket_region(plan_with(tmp_path, change)) == "ap-south-1"


def test_an_environment_of_another_provider_has_its_region_and_no_key_of_it_is_foreign(tmp_path: Path, check) -> None:
    (tmp_path / "main.tf").write_text(
        PROVIDERS
        + """
resource "aws_s3_bucket" "a" {
  provider = aws.far
  bucket   = "dags-of-sales"
}
resource "aws_mwaa_environment" "a" {
  provider          = aws.far
  name              = "sales"
  source_bucket_arn = aws_s3_bucket.a.arn
  kms_key           = "arn:aws:kms:ap-south-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}
"""
    )

    run = check(tmp_path, "--select", "key-elsewhere,bucket-in-other-region")

    assert run.findings == set()
    assert run.document["summary"]["outcomes"]["passed"] == 2


def test_regions_that_are_not_known_are_not_compared(tmp_path: Path, check) -> None:
    (tmp_path / "main.tf").write_text(
        """
variable "region" {}
provider "aws" { region = var.region }
provider "aws" {
  alias  = "far"
  region = "ap-south-1"
}
resource "aws_s3_bucket" "a" {
  provider = aws.far
}
resource "aws_mwaa_environment" "a" {
  name              = "sales"
  source_bucket_arn = aws_s3_bucket.a.arn
}
"""
    )

    run = check(tmp_path, "--select", "bucket-in-other-region")

    assert run.findings == set()
    assert run.document["summary"]["outcomes"]["not_checked"] == 1
