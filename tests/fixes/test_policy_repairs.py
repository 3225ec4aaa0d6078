"""``--fix --unsafe-fixes`` on policies in JSON templates: one text changes, the layout stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TRUST = '{"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]}'
LOGS = '"logs:CreateLogGroup"'
TEMPLATE = """{
  "Resources": {
    "Role": {
      "Type": "AWS::IAM::Role",
      "Properties": {
        "AssumeRolePolicyDocument": {
          "Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Principal": TRUST, "Action": "sts:AssumeRole"}]
        },
        "Policies": [{
          "PolicyName": "main",
          "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": LOGS, "Resource": "*"}]
          }
        }]
      }
    },
    "Environment": {
      "Type": "AWS::MWAA::Environment",
      "Properties": {"Name": "prod", "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
    }
  }
}
"""


@pytest.fixture
def fixed(tmp_path: Path, mwaa_doctor):
    """The text of a template after ``check --fix --unsafe-fixes``, which ``--fix`` alone and a second run leave."""

    def fix(name: str = "template.json", end: str = "\n", **parts: str) -> str:
        (tmp_path / "dags").mkdir(exist_ok=True)
        (tmp_path / "dags" / "a.py").write_text("from airflow import DAG\n\nDAG('a', schedule=None)\n")
        text = written(end, **parts)
        file = tmp_path / name
        file.write_bytes(text.encode())
        options = (tmp_path, "--airflow-version", "2.10.3", "--select", "action-unknown", "--select", "trust-*")
        mwaa_doctor("check", "--fix", *options)
        assert file.read_bytes().decode() == text
        mwaa_doctor("check", "--fix", "--unsafe-fixes", *options)
        assert mwaa_doctor("check", "--diff", "--unsafe-fixes", *options).stdout == ""
        after = file.read_bytes().decode()
        json.loads(after)
        return after

    return fix


def written(end: str = "\n", trust: str = TRUST, logs: str = LOGS) -> str:
    return TEMPLATE.replace("TRUST", trust).replace("LOGS", logs).replace("\n", end)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"logs:CreateLogGroups"', '"logs:CreateLogGroup"'),
        ('["logs:PutLogEvents",   "logs:CreateLogGroups"]', '["logs:PutLogEvents",   "logs:CreateLogGroup"]'),
        ('[\n\t"logs:PutLogEvent",\n\t"ä:*"]', '[\n\t"logs:PutLogEvents",\n\t"ä:*"]'),
        ('"mwaa:PublishMetrics"', '"airflow:PublishMetrics"'),
        ('"logs:CreateLogGroups*"', '"logs:CreateLogGroups*"'),
        ('"logs:Everything"', '"logs:Everything"'),
    ],
)
def test_a_misspelt_action_is_corrected(fixed, end: str, before: str, after: str) -> None:
    assert fixed(end=end, logs=before) == written(end, logs=after)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{"Service": "airflow.amazonaws.com"}',
            '{"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]}',
        ),
        (
            '{"Service": ["airflow-env.amazonaws.com"]}',
            '{"Service": ["airflow-env.amazonaws.com", "airflow.amazonaws.com"]}',
        ),
        (
            '{"Service": [\n    "airflow.amazonaws.com",\n    "ec2.amazonaws.com"\n  ]}',
            '{"Service": [\n    "airflow.amazonaws.com",\n    "airflow-env.amazonaws.com",\n'
            '    "ec2.amazonaws.com"\n  ]}',
        ),
        ('{"Service": "ec2.amazonaws.com"}', '{"Service": "ec2.amazonaws.com"}'),
    ],
)
def test_the_missing_service_is_named(fixed, end: str, before: str, after: str) -> None:
    assert fixed(end=end, trust=before) == written(end, trust=after)


def test_a_generated_template_is_left(fixed) -> None:
    wrong = '"logs:CreateLogGroups"'

    assert fixed("stack.template.json", logs=wrong) == written(logs=wrong)
