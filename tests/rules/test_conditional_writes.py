"""A write that is meant for another place than MWAA is no error."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = """
import os
from airflow.decorators import dag, task

HOME = os.getenv("AIRFLOW_HOME")


@dag(schedule=None)
def export():
    @task
    def write(storage="S3", name="x"):
"""


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ('open(f"{HOME}/dags/{name}.csv", "w")', "error"),
        ('if storage == "LOCAL":\n            open(f"{HOME}/dags/{name}.csv", "w")', "warning"),
        ('if storage == "S3":\n            return\n        open(f"{HOME}/dags/{name}.csv", "w")', "warning"),
    ],
)
def test_severity_of_a_write_under_the_dag_folder(tmp_path: Path, check, body: str, severity: str) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "export.py").write_text(f"{HEAD}        {body}\n\n    write()\n\n\nexport()\n")

    (found,) = check("--select", "write-under-dags-folder", tmp_path).document["findings"]

    assert (found["severity"], found["message"].partition(" is")[0]) == (severity, "`/usr/local/airflow/dags/*.csv`")
