"""``mwaa-doctor init``: what it writes, what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from mwaa_doctor.config import load_config

CONSTRAINT = "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with DAGs and requirements."""
    folder = tmp_path / "repo"
    (folder / "pipelines" / "dags").mkdir(parents=True)
    (folder / "pipelines" / "dags" / "a.py").write_text("from airflow import DAG\n\nDAG('a', schedule=None)\n")
    (folder / "pipelines" / "requirements.txt").write_text(f"--constraint {CONSTRAINT}\n")
    (folder / ".git").mkdir()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_a_configuration_that_explains_itself(project: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("init", project)

    text = (project / "mwaa-doctor.toml").read_text()
    assert run.exit_code == 0
    assert '# airflow-version = "2.10.3"  # found: the constraint in pipelines/requirements.txt' in text
    assert '# dags = ["pipelines/dags"]' in text
    assert load_config(project).path == project / "mwaa-doctor.toml"


def test_every_key_that_it_explains_can_be_used_as_it_stands(project: Path, mwaa_doctor) -> None:
    (project / "startup.sh").write_text("true\n")
    (project / "plugins").mkdir()
    mwaa_doctor("init", project)
    file = project / "mwaa-doctor.toml"
    file.write_text(re.sub(r"^# (?=[a-z-]+ = )", "", file.read_text(), flags=re.MULTILINE))

    run = mwaa_doctor("check", project)

    assert load_config(project).dags == ("pipelines/dags",)
    assert run.exit_code == 0, run.stderr


def test_a_pyproject_keeps_every_byte(project: Path, mwaa_doctor) -> None:
    before = b'[project]\r\nname="x"   # as it was\r\n\r\n[tool.other]\r\na = [1,\r\n  2]'
    (project / "pyproject.toml").write_bytes(before)

    mwaa_doctor("init", project)

    after = (project / "pyproject.toml").read_bytes()
    assert after.startswith(before + b"\r\n\r\n[tool.mwaa-doctor]\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert load_config(project).path == project / "pyproject.toml"
    assert not (project / "mwaa-doctor.toml").exists()


@pytest.mark.parametrize("start", ["nothing", "pyproject", "configuration", "pre-commit"])
def test_a_second_run_changes_nothing(project: Path, mwaa_doctor, start: str) -> None:
    if start == "pyproject":
        (project / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    elif start == "configuration":
        (project / "mwaa-doctor.toml").write_text("fail-on = 'error'\n")
    elif start == "pre-commit":
        (project / ".pre-commit-config.yaml").write_text("repos: []\n")
    mwaa_doctor("init", project)
    before = contents(project)

    run = mwaa_doctor("init", project)

    assert contents(project) == before
    assert run.exit_code == 0


def test_a_configuration_is_replaced_on_request_only(project: Path, mwaa_doctor) -> None:
    file = project / "mwaa-doctor.toml"
    file.write_text("fail-on = 'error'\n")

    kept = mwaa_doctor("init", project)
    assert file.read_text() == "fail-on = 'error'\n"
    assert "is there already; --overwrite replaces it" in kept.stderr

    mwaa_doctor("init", project, "--overwrite")
    assert "airflow-version" in file.read_text()


@pytest.mark.parametrize(
    "before",
    [
        "# ours\nrepos:\n  - repo: https://example.com/x\n    rev: v1  # pinned\n    hooks: [{id: x}]\n",
        "repos:\n- repo: https://example.com/x\n  rev: v1\n  hooks:\n  - id: x",
        "default_stages: [commit]\r\nrepos:\r\n-   repo: https://example.com/x\r\n    rev: v1\r\n    hooks: []\r\n",
    ],
)
def test_the_hook_is_added_and_the_rest_stays(project: Path, mwaa_doctor, before: str) -> None:
    file = project / ".pre-commit-config.yaml"
    file.write_bytes(before.encode())

    mwaa_doctor("init", project)

    after = file.read_bytes().decode()
    assert after.startswith(before)
    repos = yaml.safe_load(after)["repos"]
    assert repos[:-1] == yaml.safe_load(before)["repos"]
    hook = repos[-1]["hooks"][0]
    assert hook["id"] == "mwaa-doctor"
    assert re.search(hook["files"], "pipelines/dags/a.py")
    assert not re.search(hook["files"], "other/a.py")


@pytest.mark.parametrize(
    "before", ["repos: [{repo: local, hooks: []}]\n", "repos:\n  - repo: x\n    hooks: []\nci:\n  a: 1\n", ":\n"]
)
def test_a_layout_that_cannot_be_added_to_is_left_and_the_entry_shown(project: Path, mwaa_doctor, before: str) -> None:
    file = project / ".pre-commit-config.yaml"
    file.write_text(before)

    run = mwaa_doctor("init", project)

    assert file.read_text() == before
    assert "- repo: local" in run.stderr


def test_without_a_repository_there_is_no_hook(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "dags").mkdir()

    mwaa_doctor("init", tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["dags", "mwaa-doctor.toml"]


def test_a_broken_pyproject_is_told_and_left(project: Path, mwaa_doctor) -> None:
    (project / "pyproject.toml").write_text("[tool.mwaa-doctor\n")

    run = mwaa_doctor("init", project)

    assert run.exit_code == 2
    assert "is not valid TOML" in run.stderr
    assert (project / "pyproject.toml").read_text() == "[tool.mwaa-doctor\n"
