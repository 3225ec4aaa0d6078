"""Audits end to end: the real command, boto3's real protocol, an account on loopback."""

from __future__ import annotations

import json
from pathlib import Path


def test_a_broken_environment_is_told(account, environment, run) -> None:
    environment(AirflowConfigurationOptions={"core.parallelism": "many", "smtp.smtp_password": "hunter2-and-more"})

    done = run("audit", "sales", "--format", "json")

    print(done.stderr)
    found = {item["rule"]: item for item in json.loads(done.stdout)["findings"]}
    assert done.returncode == 1, done.stderr
    assert "option-refused" in found
    assert "secret-in-option" in found
    assert "hunter2" not in done.stdout + done.stderr
