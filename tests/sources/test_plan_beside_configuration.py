"""A plan beside the configuration that it was made of: its values, at the lines of the configuration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CONFIGURATION = """\
variable "workers" {
  type = number
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["airflow.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "work" {
  name               = "work"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_mwaa_environment" "sales" {
  name               = "sales"
  airflow_version    = "2.10.3"
  max_workers        = var.workers
  execution_role_arn = aws_iam_role.work.arn

  airflow_configuration_options = {
    "core.parallelism" = "many"
  }
}
"""
TRUST = {
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["airflow.amazonaws.com"]}}]
}


def beside_configuration() -> dict[str, Any]:
    """A plan that is made of the configuration, with 500 workers."""
    reference = {"references": ["aws_iam_role.work.arn", "aws_iam_role.work"]}
    rows: list[dict[str, Any]] = [
        {"type": "aws_iam_role", "name": "work", "expressions": {"name": {"constant_value": "work"}}},
        {
            "type": "aws_mwaa_environment",
            "name": "sales",
            "expressions": {
                "airflow_version": {"constant_value": "2.10.3"},
                "max_workers": {"references": ["var.workers"]},
                "execution_role_arn": reference,
            },
        },
    ]
    values: list[dict[str, Any]] = [
        {"name": "work", "arn": "arn:aws:iam::111122223333:role/work", "assume_role_policy": json.dumps(TRUST)},
        {
            "name": "sales",
            "airflow_version": "2.10.3",
            "max_workers": 500,
            "execution_role_arn": "arn:aws:iam::111122223333:role/work",
            "airflow_configuration_options": {"core.parallelism": "many"},
        },
    ]
    for row in rows:
        row.update(mode="managed", address=f"{row['type']}.{row['name']}")
    return {
        "format_version": "1.2",
        "resource_changes": [
            {**row, "change": {"actions": ["create"], "before": None, "after": after, "after_unknown": {}}}
            for row, after in zip(rows, values, strict=True)
        ],
        "configuration": {"root_module": {"resources": rows}},
    }


RULES = ("--select", "count-outside-class,option-value-refused,trust-excludes-mwaa")


def test_a_plan_has_the_lines_of_the_configuration_beside_it(tmp_path: Path, check) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    (tmp_path / "plan.json").write_text(json.dumps(beside_configuration()))

    run = check(tmp_path, *RULES)

    assert run.findings == {
        ("main.tf", 5, "trust-excludes-mwaa"),
        ("main.tf", 20, "count-outside-class"),
        ("main.tf", 27, "option-value-refused"),
    }
    assert [row["source"] for row in run.document["environments"]] == ["terraform-plan"]


def test_a_plan_by_itself_has_its_addresses(tmp_path: Path, check) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(beside_configuration()))

    run = check(tmp_path, *RULES)

    assert {(row["path"], row["resource"]) for row in run.document["findings"]} == {
        ("plan.json", "aws_iam_role.work"),
        ("plan.json", "aws_mwaa_environment.sales"),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [('"2.10.3"', '"2.9.2"'), ('resource "aws_iam_role" "work"', 'resource "aws_iam_role" "other"')],
)
def test_an_old_plan_does_not_stand_for_the_configuration(before: str, after: str, tmp_path: Path, check) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION.replace(before, after))
    (tmp_path / "plan.json").write_text(json.dumps(beside_configuration()))

    run = check(tmp_path, *RULES)

    assert sorted(row["source"] for row in run.document["environments"]) == ["terraform", "terraform-plan"]
    assert run.document["notes"] == [
        "plan.json was made of another configuration than is in this folder: both are judged"
    ]
