"""``check --fix``, ``--diff`` and ``--unsafe-fixes``: what is written, what is said, how it exits."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mwaa_doctor.fixes.source_text import NotEditable
from mwaa_doctor.fixes.writing import replace_file

TEXT = 'from airflow import DAG\n\nDAG("a", schedule_interval=None)\n'
FIXED = TEXT.replace("schedule_interval", "schedule")
VERSION = ("--airflow-version", "3.0.6")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A DAG file with one fault that can be repaired."""
    path = tmp_path / "dags" / "a.py"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


def test_everything_repaired_exits_with_0(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", "--fix", tmp_path, *VERSION)

    assert file.read_text() == FIXED
    assert run.exit_code == 0
    assert "repaired 1 finding in 1 file" in run.stderr


def test_what_is_left_exits_with_1_and_is_reported(tmp_path: Path, file: Path, check) -> None:
    file.write_text(TEXT + 'DAG("b", queue_up=1)\n')

    run = check("--fix", tmp_path, *VERSION)

    assert run.exit_code == 1
    assert run.findings == {("dags/a.py", 4, "argument-not-accepted")}


def test_a_diff_changes_nothing_and_exits_with_1(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", "--diff", tmp_path, *VERSION)

    assert file.read_text() == TEXT
    assert run.exit_code == 1
    assert '-DAG("a", schedule_interval=None)\n+DAG("a", schedule=None)\n' in run.stdout
    assert "would repair 1 finding in 1 file" in run.stderr


def test_a_diff_without_a_difference_is_empty_and_exits_with_0(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    file.write_text(FIXED)

    run = mwaa_doctor("check", "--diff", tmp_path, *VERSION)

    assert (run.exit_code, run.stdout) == (0, "")


def test_a_single_file_can_be_repaired(file: Path, mwaa_doctor) -> None:
    assert mwaa_doctor("check", "--fix", file, *VERSION).exit_code == 0
    assert file.read_text() == FIXED


@pytest.mark.parametrize("option", ["--ignore", "--select"])
def test_only_selected_rules_repair(tmp_path: Path, file: Path, mwaa_doctor, option: str) -> None:
    rule = "argument-not-accepted" if option == "--ignore" else "duplicate-dag-id"

    mwaa_doctor("check", "--fix", tmp_path, option, rule, *VERSION)

    assert file.read_text() == TEXT


@pytest.mark.parametrize("where", ["comment", "path", "suppression", "baseline"])
def test_what_is_ignored_is_not_repaired(tmp_path: Path, file: Path, mwaa_doctor, where: str) -> None:
    rule, options = "argument-not-accepted", []
    if where == "comment":
        file.write_text(TEXT.rstrip() + f"  # mwaa-doctor: ignore[{rule}] waits for the upgrade\n")
    elif where == "path":
        (tmp_path / "mwaa-doctor.toml").write_text(f'[per-path-ignores]\n"dags/*" = ["{rule}"]\n')
    elif where == "suppression":
        entry = f'[[suppressions]]\nrule = "{rule}"\ntarget = "dags/a.py"\nreason = "waits"\n'
        (tmp_path / "mwaa-doctor.toml").write_text(entry)
    else:
        options = ["--baseline", str(tmp_path / "known.json")]
        mwaa_doctor("check", tmp_path, "--write-baseline", tmp_path / "known.json", *VERSION)
    before = file.read_text()

    run = mwaa_doctor("check", "--fix", tmp_path, *VERSION, *options)

    assert file.read_text() == before
    assert run.exit_code == 0


def test_the_mode_of_the_file_stays(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    file.chmod(0o750)

    mwaa_doctor("check", "--fix", tmp_path, *VERSION)

    assert file.read_text() == FIXED
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert os.listdir(file.parent) == ["a.py"]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path, mwaa_doctor) -> None:
    outside = tmp_path / "shared.py"
    outside.write_text(TEXT)
    (tmp_path / "project" / "dags").mkdir(parents=True)
    (tmp_path / "project" / "dags" / "a.py").symlink_to(outside)

    run = mwaa_doctor("check", "--fix", tmp_path / "project", *VERSION)

    assert outside.read_text() == TEXT
    assert "it is a link out of the project" in run.stderr
    assert run.exit_code == 1


def test_a_link_within_the_project_stays_a_link(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    real = tmp_path / "real.py"
    file.rename(real)
    file.symlink_to(real)

    mwaa_doctor("check", "--fix", tmp_path, *VERSION)

    assert real.read_text() == FIXED
    assert file.is_symlink()


def test_a_file_that_was_changed_meanwhile_is_left(tmp_path: Path, file: Path) -> None:
    with pytest.raises(NotEditable, match="changed meanwhile"):
        replace_file(tmp_path, "dags/a.py", b"what was read", b"what was made of it")

    assert file.read_text() == TEXT


def test_unsafe_repairs_are_offered(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    file.write_text(TEXT + 'DAG("b", schedulle=None)\n')

    run = mwaa_doctor("check", "--fix", tmp_path, *VERSION)

    assert "repaired 1 finding in 1 file; 1 more with --unsafe-fixes" in run.stderr


def test_a_report_says_what_can_be_repaired(tmp_path: Path, file: Path, mwaa_doctor) -> None:
    file.write_text(TEXT + 'DAG("b", schedulle=None)\n')

    lines = mwaa_doctor("check", tmp_path, *VERSION).stdout.splitlines()

    assert lines[-2] == "1 can be repaired with --fix; --diff shows how."
    assert lines[-1] == "1 can be repaired with --fix --unsafe-fixes, by what a person should look at."
