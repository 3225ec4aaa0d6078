"""Repairs of an environment are in the words of the file that declares it."""

from __future__ import annotations

from pathlib import Path

import pytest

TEMPLATE = """
Resources:
  Sales:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      WebserverAccessMode: PUBLIC_ONLY
      RequirementsS3Path: requirements.txt
      LoggingConfiguration:
        TaskLogs: {Enabled: false}
"""
CONFIGURATION = """
resource "aws_mwaa_environment" "sales" {
  name                  = "sales"
  webserver_access_mode = "PUBLIC_ONLY"
  requirements_s3_path  = "requirements.txt"
  logging_configuration {
    task_logs {
      enabled = false
    }
  }
}
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "template.yaml",
            TEMPLATE,
            ("`WebserverAccessMode: PRIVATE_ONLY`", "`RequirementsS3ObjectVersion`", "`Enabled: true`", "`WorkerLogs`"),
        ),
        (
            "main.tf",
            CONFIGURATION,
            (
                '`webserver_access_mode = "PRIVATE_ONLY"`',
                "`requirements_s3_object_version`",
                "`enabled = true`",
                "`worker_logs`",
            ),
        ),
    ],
)
def test_repair_is_in_the_words_of_the_source(
    tmp_path: Path, check, name: str, text: str, expected: tuple[str, ...]
) -> None:
    (tmp_path / name).write_text(text)

    found = check(tmp_path).document["findings"]

    fixes = " ".join(finding["fix"]["description"] for finding in found if finding["fix"])
    assert all(word in fixes for word in expected)
