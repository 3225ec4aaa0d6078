"""``mwaa-doctor ignores``, and ignore comments that end."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

RULE = "task-queue-set"
HEAD = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\nwith DAG('a', schedule=None):\n"
TASK = "    BashOperator(task_id='{}', bash_command='x', queue='high')  # mwaa-doctor: ignore[{}] {}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A DAG with ignores of several kinds, and one in the configuration."""
    (tmp_path / "dags").mkdir()
    lines = [
        TASK.format("a", RULE, "until=2999-12-31 owner=team-data the cluster moves"),
        TASK.format("b", RULE, "until=2020-01-31 was to be over by then"),
        TASK.format("c", f"{RULE}, sleep-at-parse-time", "known"),
        "    x = 1  # mwaa-doctor: ignore[task-queue-set] long repaired\n",
    ]
    (tmp_path / "dags" / "a.py").write_text(HEAD + "".join(lines))
    (tmp_path / "mwaa-doctor.toml").write_text(
        '[[suppressions]]\nrule = "duplicate-dag-id"\ntarget = "dags/*"\nreason = "old"\nowner = "ops"\n'
        "until = 2020-01-31\n"
    )
    return tmp_path


def listed(mwaa_doctor, folder: Path) -> list[dict]:
    return json.loads(mwaa_doctor("ignores", folder, "--format", "json").stdout)["ignores"]


def test_all_are_listed_with_what_is_known_of_them(project: Path, mwaa_doctor) -> None:
    rows = {(row["path"], row["line"]): row for row in listed(mwaa_doctor, project)}

    assert {place: row["state"] for place, row in rows.items()} == {
        ("dags/a.py", 5): "used",
        ("dags/a.py", 6): "expired",
        ("dags/a.py", 7): "used",
        ("dags/a.py", 8): "unused",
        ("mwaa-doctor.toml", 0): "expired",
    }
    first = rows["dags/a.py", 5]
    assert (first["owner"], first["until"], first["reason"]) == ("team-data", "2999-12-31", "the cluster moves")
    assert rows["mwaa-doctor.toml", 0]["owner"] == "ops"
    assert {row["age_days"] for row in rows.values()} == {None}


def test_the_list_for_people(project: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("ignores", project)

    assert run.exit_code == 0
    assert "used, age unknown, until 2999-12-31, owner team-data" in run.stdout
    assert run.stdout.endswith("5 ignores: 2 used, 1 unused, 2 expired.\n")


def test_the_age_is_that_of_the_commit(project: Path, mwaa_doctor) -> None:
    env = {**os.environ, "GIT_COMMITTER_DATE": "2024-01-02T00:00:00Z", "GIT_AUTHOR_DATE": "2023-01-02T00:00:00Z"}
    name = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "-A"), (*name, "commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=project, env=env, check=True)
    file = project / "dags" / "a.py"
    file.write_text(file.read_text() + TASK.format("e", RULE, "not committed"))

    ages = {row["line"]: row["age_days"] for row in listed(mwaa_doctor, project) if row["path"] == "dags/a.py"}

    assert ages[5] > 700
    assert ages[5] == ages[6] == ages[7]
    assert ages[9] is None


def test_an_expired_comment_hides_nothing_and_is_reported(project: Path, check) -> None:
    run = check(project, "--select", f"{RULE},suppression")

    assert ("dags/a.py", 6, RULE) in run.findings
    assert ("dags/a.py", 6, "ignore-expired") in run.findings
    assert ("dags/a.py", 5, RULE) not in run.findings
    assert ("dags/a.py", 6, "ignore-hides-nothing") not in run.findings
    assert ("mwaa-doctor.toml", 0, "suppression-expired") in run.findings


def test_what_is_read_from_the_cache_ends_as_well(project: Path, check) -> None:
    other = project / "dags" / "b.py"
    other.write_text(HEAD.replace("'a'", "'b'"))

    assert check(project, "--select", RULE).findings == check(project, "--select", RULE).findings != set()


def test_a_project_without_ignores(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "a.py").write_text("from airflow import DAG\n\nDAG('a', schedule=None)\n")

    assert mwaa_doctor("ignores", tmp_path).stdout == "0 ignores.\n"
