"""Where the DAGs are: found in folders, named by the configuration, or given file by file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import RULE, dag_file, write


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("dags/a.py", "x/y.py"), {"dags/a.py"}),
        (("airflow/prod/dags/team/a.py",), {"airflow/prod/dags/team/a.py"}),
        (("one/dags/a.py", "two/dags/a.py"), {"one/dags/a.py", "two/dags/a.py"}),
        (("a.py", "sub/b.py"), {"a.py", "sub/b.py"}),
        (("jobs/a.py", "other/b.py"), {"jobs/a.py", "other/b.py"}),
        (("dags/a.py", "tests/dags/b.py", "test/unit/dags/c.py"), {"dags/a.py"}),
        (("dags/a.py", "venv/lib/dags/b.py", "node_modules/dags/c.py", ".cache/dags/d.py"), {"dags/a.py"}),
        (("dags/build/a.py", "dags/.hidden/b.py"), {"dags/build/a.py", "dags/.hidden/b.py"}),
        (("dags/dags/a.py",), {"dags/dags/a.py"}),
        (("my dags/dags/ä.py",), {"my dags/dags/ä.py"}),
    ],
)
def test_dag_folders_are_found(tmp_path: Path, check, files, expected) -> None:
    for name in files:
        write(tmp_path, **{name: dag_file()})

    run = check(tmp_path, "--select", RULE)

    assert {path for path, _, _ in run.findings} == expected


def test_a_virtual_environment_is_passed_over(tmp_path: Path, check) -> None:
    write(tmp_path, dags__a_py=dag_file(), **{"dags/tools/pyvenv.cfg": "", "dags/tools/lib/b.py": dag_file()})

    assert {path for path, _, _ in check(tmp_path, "--select", RULE).findings} == {"dags/a.py"}


@pytest.mark.parametrize("setting", ['dags = ["jobs"]', 'dags = "jobs/"', 'dags = ["./jobs", "more"]'])
def test_the_configuration_names_the_folders(tmp_path: Path, check, setting: str) -> None:
    write(tmp_path, dags__a_py=dag_file(), jobs__b_py=dag_file(), **{"mwaa-doctor.toml": setting + "\n"})

    assert {path for path, _, _ in check(tmp_path, "--select", RULE).findings} == {"jobs/b.py"}


def test_the_dag_folder_given_by_itself(project: Path, check, monkeypatch) -> None:
    assert check(project / "dags", "--select", RULE).findings == {("a.py", 5, RULE)}
    monkeypatch.chdir(project / "dags")
    assert check("--select", RULE).findings == {("a.py", 5, RULE)}
    assert check(".", "--select", RULE).findings == {("a.py", 5, RULE)}


def test_several_folders_and_files(tmp_path: Path, check) -> None:
    write(tmp_path, one__dags__a_py=dag_file(), two__dags__a_py=dag_file(), two__dags__b_py=dag_file())

    run = check(tmp_path / "one", tmp_path / "two" / "dags" / "b.py", "--select", RULE)

    assert {path for path, _, _ in run.findings} == {"one/dags/a.py", "two/dags/b.py"}


def test_single_files_as_a_hook_gives_them(project: Path, check, monkeypatch) -> None:
    write(project, dags__b_py=dag_file(), **{"README.md": "x", ".git/HEAD": "", "deploy.sh": "a | export X=1\n"})
    monkeypatch.chdir(project)

    run = check("dags/a.py", "README.md", "deploy.sh", "dags/a.py", "--select", f"{RULE},shell-export-in-pipe")

    assert run.findings == {("dags/a.py", 5, RULE), ("deploy.sh", 1, "shell-export-in-pipe")}
    assert run.document["problems"] == []


def test_only_files_of_other_kinds_say_so(project: Path, check) -> None:
    write(project, **{"README.md": "x"})

    run = check(project / "README.md")

    assert run.exit_code == 3
    assert "README.md is neither Python, a shell script, .airflowignore nor plugins.zip" in run.stderr


def test_an_ignore_file_given_alone_is_something_to_check(project: Path, check) -> None:
    write(project, **{"dags/.airflowignore": "a\n"})

    run = check(project / "dags" / ".airflowignore", "--airflow-version", "2.10.3")

    assert run.document["problems"] == []
    assert run.exit_code == 0


def test_files_that_are_not_looked_into_do_not_count(project: Path, check) -> None:
    write(project, lib__x_py="import os\n", scripts__y_py="import boto3  # MWAA\n", deploy_sh="")

    assert check(project, "--select", RULE).document["summary"]["files"] == 2


def test_a_file_given_alone_sees_the_modules_around_it(tmp_path: Path, check) -> None:
    write(tmp_path, dags__lib__names_py="QUEUE = 'high'\n", **{"dags/lib/__init__.py": ""})
    task = "    BashOperator(task_id='x', bash_command='x', queue=QUEUE)"
    write(tmp_path, dags__a_py="from lib.names import QUEUE\n" + dag_file(task))

    assert check(tmp_path / "dags" / "a.py", "--select", RULE).findings == {("dags/a.py", 6, RULE)}


def test_the_command_itself_runs_in_a_process_of_its_own(project: Path) -> None:
    command = [sys.executable, "-m", "mwaa_doctor", "check", "--select", RULE, "--format", "concise"]

    run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)

    assert run.returncode == 1
    assert run.stdout.startswith("dags/a.py:5:")
    assert run.stderr == ""
