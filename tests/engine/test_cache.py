"""Stored results are never seen: the second run says what the first said, and any change is noticed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import FAULT, RULE, dag_file, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two DAG files, one of which takes its queue from a helper module."""
    write(tmp_path, dags__a_py=dag_file(), dags__lib_py="from names import QUEUE\n", dags__names_py="QUEUE = 'high'\n")
    task = "    BashOperator(task_id='x', bash_command='x', queue=QUEUE)"
    return write(tmp_path, dags__b_py="from lib import QUEUE\n" + dag_file(task))


def stored(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def test_the_second_run_gives_identical_output(project: Path, check, cache_folder: Path) -> None:
    first = check(project)
    (file,) = stored(cache_folder)
    before = file.stat().st_mtime_ns
    second = check(project)

    assert second == first
    assert stored(cache_folder) == [file]
    assert file.stat().st_mtime_ns == before


def test_stored_results_are_used(project: Path, check, monkeypatch) -> None:
    first = check(project, "--select", RULE)
    monkeypatch.setattr("mwaa_doctor.file_check.FileChecker.check", None)

    assert check(project, "--select", RULE) == first


def test_without_cache_nothing_is_stored(project: Path, check, cache_folder: Path) -> None:
    check(project, "--no-cache")

    assert stored(cache_folder) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("dags/names.py", "QUEUE = 'default'\n", {"dags/a.py"}),
        ("dags/lib.py", "QUEUE = 'default'\n", {"dags/a.py"}),
        ("dags/a.py", dag_file(FAULT.replace("high", "default")), {"dags/b.py"}),
        ("dags/lib/__init__.py", "QUEUE = 'default'\n", {"dags/a.py"}),
        ("dags/c.py", dag_file(), {"dags/a.py", "dags/b.py", "dags/c.py"}),
    ],
)
def test_a_change_is_noticed_also_in_imported_modules(project: Path, check, name: str, text: str, expected) -> None:
    check(project, "--select", RULE)
    write(project, **{name: text})

    run = check(project, "--select", RULE)

    assert {path for path, _, _ in run.findings} == expected
    assert run == check(project, "--select", RULE, "--no-cache")


def test_a_module_that_appears_later_is_noticed(tmp_path: Path, check) -> None:
    task = "    BashOperator(task_id='x', bash_command='x', queue=QUEUE)"
    write(tmp_path, dags__a_py="from late import QUEUE\n" + dag_file(task), dags__b_py="x = 1\n")
    assert check(tmp_path, "--select", RULE).findings == set()
    write(tmp_path, dags__late_py="QUEUE = 'high'\n")
    assert len(check(tmp_path, "--select", RULE).findings) == 1
    (tmp_path / "dags" / "late.py").unlink()
    assert check(tmp_path, "--select", RULE).findings == set()


def test_versions_and_rules_do_not_share_results(project: Path, check) -> None:
    runs = [("--select", RULE), ("--select", "dag"), ("--airflow-version", "2.10.3"), ("--airflow-version", "3.0.6")]
    for arguments in runs:
        check(project, *arguments)

    for arguments in runs:
        assert check(project, *arguments) == check(project, *arguments, "--no-cache")


def test_what_the_startup_script_exports_is_part_of_the_results(tmp_path: Path, check) -> None:
    rule = "metrics-environment-name-variable"
    write(tmp_path, dags__a_py="import os\nfrom airflow import DAG\nX = [os.environ['MWAA_ENV_NAME']]\n", dags__b_py="")

    def found() -> int:
        return len(check(tmp_path, "--select", rule).findings)

    assert found() == 1
    (tmp_path / "startup.sh").write_text("export MWAA_ENV_NAME=x\n")
    assert found() == 0
    (tmp_path / "startup.sh").write_text("export OTHER=x\n")
    assert found() == 1


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "flipped", "other", "folder"])
def test_a_damaged_cache_is_built_anew(project: Path, check, cache_folder: Path, damage: str) -> None:
    first = check(project, "--select", RULE)
    (file,) = stored(cache_folder)
    data = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(
            {
                "empty": b"",
                "cut": data[: len(data) // 2],
                "text": b"\xff\x00 not a cache",
                "flipped": data.replace(b"high", b"nice"),
                "other": json.dumps({"files": []}).encode(),
            }[damage]
        )

    assert check(project, "--select", RULE) == first
    assert check(project, "--select", RULE) == first
    if damage != "folder":
        assert file.read_bytes() == data


def test_a_cache_folder_that_cannot_be_made_is_no_fault(project: Path, check, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MWAA_DOCTOR_CACHE_DIR", str(tmp_path / "file" / "below"))

    run = check(project, "--select", RULE)

    assert run.exit_code == 1
    assert run.stderr == ""


def test_two_runs_at_once(project: Path, check, cache_folder: Path) -> None:
    for number in range(60):
        write(project, **{f"dags/more_{number}.py": dag_file()})
    command = [sys.executable, "-m", "mwaa_doctor", "check", str(project), "--select", RULE, "--format", "json"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    outputs = [process.communicate(timeout=120) for process in processes]

    assert {process.returncode for process in processes} == {1}
    assert len({out for out, _ in outputs}) == 1
    assert {err for _, err in outputs} == {b""}
    assert len(stored(cache_folder)) == 1
    assert list(cache_folder.glob("*.tmp")) == []
    assert check(project, "--select", RULE).exit_code == 1
