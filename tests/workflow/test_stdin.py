"""``check -``: what an editor holds and has not saved, judged as the file that it will be."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mwaa_doctor.cli import main

FAULT = b"from airflow.models import Variable\n\nx = Variable.get('x')  # dag\n"


@pytest.fixture
def piped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run ``check -`` in a project with some bytes on stdin."""
    (tmp_path / "dags" / "lib").mkdir(parents=True)
    (tmp_path / "dags" / "lib" / "names.py").write_text("BUCKET = 'x'\n")
    (tmp_path / "dags" / "a.py").write_bytes(b"from airflow import DAG\n\nDAG('a', schedule=None)\n")
    monkeypatch.chdir(tmp_path)

    def run(data: bytes, *arguments: str):
        return CliRunner().invoke(main, ["check", "-", "--format", "concise", *arguments], input=data)

    return run


@pytest.mark.parametrize("name", ["dags/a.py", "dags/new.py", "./dags/lib/../a.py"])
def test_the_text_counts_and_not_the_file(piped, tmp_path: Path, name: str) -> None:
    before = (tmp_path / "dags" / "a.py").read_bytes()

    done = piped(FAULT, "--stdin-filename", name)

    assert done.exit_code == 1
    assert "dags/" in done.stdout
    assert ":3:5: " in done.stdout
    assert (tmp_path / "dags" / "a.py").read_bytes() == before


def test_it_is_judged_among_the_files_around_it(piped) -> None:
    good = b"from airflow import DAG\nfrom lib.names import BUCKET\n\nDAG('a', schedule=None)\n"

    done = piped(good, "--stdin-filename", "dags/a.py", "--airflow-version", "2.10.3")
    wrong = piped(good.replace(b"BUCKET", b"BUCKIT"), "--stdin-filename", "dags/a.py", "--airflow-version", "2.10.3")

    assert done.exit_code == 0, done.output
    assert "name-not-found" in wrong.stdout


def test_a_diff_of_what_an_editor_holds(piped) -> None:
    text = b"from airflow import DAG\n\nDAG('a', schedule_interval=None)\n"

    done = piped(text, "--stdin-filename", "dags/a.py", "--airflow-version", "3.0.6", "--diff")

    assert "+DAG('a', schedule=None)" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--stdin-filename"),
        (("--stdin-filename", "dags/a.py", "--fix"), "--diff"),
        (("dags/a.py", "--stdin-filename", "dags/a.py"), "nothing else"),
        (("--stdin-filename", "dags/a.sql"), "nothing to check"),
    ],
)
def test_what_cannot_be_is_said(piped, arguments: tuple[str, ...], message: str) -> None:
    done = piped(FAULT, *arguments)

    assert done.exit_code in (2, 3)
    assert message in done.stderr


@pytest.mark.usefixtures("piped")
def test_a_file_name_without_stdin_is_refused(mwaa_doctor) -> None:
    assert mwaa_doctor("check", "dags", "--stdin-filename", "dags/a.py").exit_code == 2
