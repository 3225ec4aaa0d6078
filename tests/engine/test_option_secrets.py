"""Credentials among configuration options are in no report, however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

TEMPLATE = """Resources:
  Airflow:
    Type: AWS::MWAA::Environment
    Properties:
      Name: data-platform
      AirflowVersion: 2.10.3
      Tags: {{Note: "{secret}"}}
      AirflowConfigurationOptions:
        {option}: {written}
        core.default_task_retries: {written}
"""
SECRETS = [
    ("smtp.smtp_password", "f1rst-L1ght-0ver!"),
    ("warehouse.pass", "Tr0ub4dor&3-horse"),
    ("webserver.secret_key", "k9f2mzq84hr7tbx1"),
    ("celery.flower_basic_auth", "admin:p4ssw0rd-77"),
    ("sentry.sentry_dsn_token", "9d2b0f1c77aa4e5db3"),
    ("core.remote", "postgresql://airflow:Zx81-spectrum@db.example.com/airflow"),
    ("core.key_id", "AKIAQ3EGTYRWPL5XM2VN"),
]
FORMATS = ["text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "html"]


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(("option", "secret"), SECRETS, ids=[option for option, _ in SECRETS])
def test_no_report_shows_it(option: str, secret: str, format_name: str, tmp_path: Path, mwaa_doctor) -> None:
    text = TEMPLATE.format(option=option, written=f'"{secret}"', secret=secret)
    (tmp_path / "template.yaml").write_text(text)

    run = mwaa_doctor("check", "--format", format_name, tmp_path)

    hidden = secret.partition("://")[2].partition("@")[0].partition(":")[2] or secret
    assert run.exit_code in (0, 1)
    assert run.stdout
    assert hidden not in run.stdout + run.stderr
