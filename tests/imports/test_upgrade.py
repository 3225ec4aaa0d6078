"""``mwaa-doctor upgrade``: what the move breaks, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

HEALTHY = Path(__file__).parent.parent / "projects" / "healthy"
DAG = """from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.utils.dates import days_ago

with DAG("sales", schedule_interval="@daily", start_date=days_ago(1)):
    BashOperator(task_id="load", bash_command="true", no_such_argument=1)
"""
CONSTRAINT = "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"


def write(folder: Path) -> Path:
    (folder / "dags").mkdir()
    (folder / "dags" / "sales.py").write_text(DAG)
    (folder / "requirements.txt").write_text(f"--constraint {CONSTRAINT}\npandas==2.1.4\n")
    (folder / "startup.sh").write_text("export AIRFLOW__WEBSERVER__EXPOSE_CONFIG=True\n")
    return folder


def test_only_what_the_move_breaks_is_shown(tmp_path: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("upgrade", "--to", "3.0.6", "--format", "json", write(tmp_path))

    found = {(item["line"], item["rule"]) for item in run.document["findings"] if item["severity"] == "error"}
    assert run.exit_code == 1
    assert (3, "name-not-found") in found
    assert (5, "argument-not-accepted") in found
    assert not any(line == 6 for line, _ in found), "what is wrong today is no part of the upgrade"


def test_the_way_there_is_told(tmp_path: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("upgrade", "--to", "3.0.6", "--format", "json", write(tmp_path))

    upgrade = run.document["upgrade"]
    steps = {topic: [step["text"] for step in upgrade["steps"] if step["topic"] == topic] for topic in
             ("path", "python", "requirements", "options")}  # fmt: skip
    assert (upgrade["from"], upgrade["to"], upgrade["in_place"]) == ("2.10.3", "3.0.6", True)
    assert "2.11.2 first" in steps["path"][0]
    assert "3.11 to 3.12" in steps["python"][0]
    assert "requirements.txt:1 names the constraints of 2.10.3" in steps["requirements"][0]
    assert any("AIRFLOW__WEBSERVER__EXPOSE_CONFIG" in text for text in steps["options"])


def test_a_minor_move_of_a_healthy_project_breaks_nothing(mwaa_doctor) -> None:
    run = mwaa_doctor("upgrade", "--from", "2.8.1", "--to", "2.10.3", HEALTHY)

    assert run.exit_code == 0
    assert "0 errors" in run.stdout


def test_an_unsupported_target_is_no_way(mwaa_doctor) -> None:
    run = mwaa_doctor("upgrade", "--to", "2.6.3", "--format", "json", HEALTHY)

    assert run.document["upgrade"]["in_place"] is False


def test_versions_that_are_none_are_usage_errors(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sales.py").write_text(DAG)

    unknown = mwaa_doctor("upgrade", "--from", "2.10.3", "--to", "2.10.4", tmp_path)
    nothing = mwaa_doctor("upgrade", "--to", "3.0.6", tmp_path)
    text = mwaa_doctor("upgrade", "--to", "three", tmp_path)

    assert [unknown.exit_code, nothing.exit_code, text.exit_code] == [2, 2, 2]
    assert "Airflow 2.10.4 is not a version of MWAA" in unknown.stderr
    assert "give it with --from" in nothing.stderr
    assert "a version looks like 2.10.3, not `three`" in text.stderr
    assert json.loads(mwaa_doctor("upgrade", "--from", "2.10.3", "--to", "3.0.6", "--format", "json", tmp_path).stdout)


def test_what_gets_worse_is_shown(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "clean.py").write_text(
        "from airflow import DAG\nfrom airflow.utils.session import create_session\n\n\n"
        "def clean():\n    with create_session() as session:\n        session.commit()\n\n\n"
        "DAG('clean', schedule=None)\n"
    )

    run = mwaa_doctor("upgrade", "--from", "2.10.3", "--to", "3.0.6", "--format", "json", tmp_path)

    found = {(item["rule"], item["severity"]) for item in run.document["findings"]}
    assert ("metadata-database-access", "error") in found
