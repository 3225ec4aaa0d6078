"""What Terraform makes before an environment, in configurations and in plans, across modules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

RULE = "environment-before-role-policy"
ROLE = """
resource "aws_iam_role" "work" {
  name               = "work"
  assume_role_policy = jsonencode({ Statement = [] })
}
"""
POLICY = """
resource "aws_iam_role_policy" "work" {
  role   = aws_iam_role.work.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
"""
ATTACHMENT = """
resource "aws_iam_role_policy_attachment" "work" {
  for_each   = toset(["a", "b"])
  role       = aws_iam_role.work.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}
"""


def environment(more: str = "", role: str = "aws_iam_role.work.arn") -> str:
    return f"""
resource "aws_mwaa_environment" "sales" {{
  name               = "sales"
  execution_role_arn = {role}
  {more}
}}
"""


CALL = 'module "airflow" {{\n  source = "./airflow"\n  role   = {role}\n  {more}\n}}\n'
INNER = 'variable "role" {}\n' + environment(role="var.role")


@pytest.mark.parametrize(
    ("files", "fix"),
    [
        ({"main.tf": ROLE + POLICY + environment()}, "depends_on = [aws_iam_role_policy.work]"),
        ({"main.tf": ROLE + ATTACHMENT + environment()}, "depends_on = [aws_iam_role_policy_attachment.work]"),
        ({"main.tf": ROLE + POLICY + environment("depends_on = [aws_iam_role_policy.work]")}, None),
        ({"main.tf": ROLE + ATTACHMENT + environment("depends_on = [aws_iam_role_policy_attachment.work]")}, None),
        ({"main.tf": ROLE + POLICY + environment("dag_s3_path = aws_iam_role_policy.work.id")}, None),
        (
            {
                "main.tf": ROLE
                + POLICY
                + "locals {\n  role = aws_iam_role_policy.work.role\n}\n"
                + environment('tags = { role = "by ${local.role}" }')
            },
            None,
        ),
        (
            {
                "main.tf": ROLE
                + POLICY
                + 'resource "null_resource" "all" {\n  triggers = { a = aws_iam_role_policy.work.id }\n}\n'
                + environment("depends_on = [null_resource.all]")
            },
            None,
        ),
        # the environment in a module
        (
            {
                "main.tf": ROLE + POLICY + CALL.format(role="aws_iam_role.work.arn", more=""),
                "airflow/main.tf": INNER,
            },
            "Give `module.airflow` a `depends_on` that names what holds `aws_iam_role_policy.work`.",
        ),
        (
            {
                "main.tf": ROLE
                + POLICY
                + CALL.format(role="aws_iam_role.work.arn", more="depends_on = [aws_iam_role_policy.work]"),
                "airflow/main.tf": INNER,
            },
            None,
        ),
        # the role in a module
        (
            {
                "main.tf": 'module "role" {\n  source = "./role"\n}\n' + environment(role="module.role.arn"),
                "role/main.tf": ROLE + POLICY + 'output "arn" {\n  value = aws_iam_role.work.arn\n}\n',
            },
            "depends_on = [module.role]",
        ),
        (
            {
                "main.tf": 'module "role" {\n  source = "./role"\n}\n' + environment(role="module.role.arn"),
                "role/main.tf": ROLE
                + POLICY
                + 'output "arn" {\n  value = aws_iam_role.work.arn\n  depends_on = [aws_iam_role_policy.work]\n}\n',
            },
            None,
        ),
        (
            {
                "main.tf": 'module "role" {\n  source = "./role"\n}\n'
                + environment("depends_on = [module.role]", "module.role.arn"),
                "role/main.tf": ROLE + POLICY + 'output "arn" {\n  value = aws_iam_role.work.arn\n}\n',
            },
            None,
        ),
        # both in a module that is called for each of two stages
        (
            {
                "main.tf": 'module "stage" {\n  for_each = toset(["a"])\n  source   = "./stage"\n}\n',
                "stage/main.tf": ROLE + POLICY + environment(),
            },
            "depends_on = [aws_iam_role_policy.work]",
        ),
        # what the role carries itself is there with it
        (
            {
                "main.tf": ROLE.replace("  name ", '  managed_policy_arns = ["arn:aws:iam::aws:policy/A"]\n  name ')
                + POLICY
                + environment()
            },
            None,
        ),
    ],
)
def test_a_configuration(files: dict[str, str], fix: str | None, tmp_path: Path, check) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    run = check(tmp_path, "--select", RULE)

    rows = run.document["findings"]
    assert [row["severity"] for row in rows] == ["info"] * (fix is not None)
    assert fix is None or fix in rows[0]["fix"]["description"]
    assert run.document["summary"]["outcomes"]["not_checked"] == 0


def planned(
    depends_on: list[str] | None = None, references: list[str] | None = None, actions: list[str] | None = None
) -> dict[str, Any]:
    """A plan that makes a role with a policy, and an environment with it."""
    values = {
        "aws_iam_role.work": {"name": "work", "arn": "arn:aws:iam::111122223333:role/work"},
        "aws_iam_role_policy.work": {"role": "work", "policy": '{"Statement": []}'},
        "aws_mwaa_environment.sales": {"name": "sales", "execution_role_arn": "arn:aws:iam::111122223333:role/work"},
    }
    expressions: dict[str, Any] = {
        "aws_iam_role_policy.work": {"role": {"references": ["aws_iam_role.work.id", "aws_iam_role.work"]}},
        "aws_mwaa_environment.sales": {"tags": {"references": references or []}},
    }
    resources = [
        {
            "address": address,
            "mode": "managed",
            "type": address.partition(".")[0],
            "name": address.partition(".")[2],
            "expressions": expressions.get(address, {}),
            "depends_on": (depends_on or []) if "environment" in address else [],
        }
        for address in values
    ]
    changes = [
        {**row, "change": {"actions": actions or ["create"], "before": None, "after": values[row["address"]]}}
        for row in resources
    ]
    return {
        "format_version": "1.2",
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": resources}},
    }


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (planned(), True),
        (planned(["aws_iam_role_policy.work"]), False),
        (planned(references=["aws_iam_role_policy.work.id", "aws_iam_role_policy.work"]), False),
        (planned(actions=["update"]), False),
    ],
)
def test_a_plan(plan: dict[str, Any], found: bool, tmp_path: Path, check) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(plan))

    run = check(tmp_path, "--select", RULE)

    assert [row["rule"] for row in run.document["findings"]] == [RULE] * found
    assert run.document["summary"]["outcomes"]["not_checked"] == 0


def test_local_values_are_not_in_a_plan(tmp_path: Path, check) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(planned(references=["local.tags"])))

    run = check(tmp_path, "--select", RULE)

    assert run.document["findings"] == []
    assert "`local.tags`" in json.dumps(run.document["not_checked"])
