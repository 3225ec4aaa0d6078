"""Whatever lies in the folder: one clear line, the right exit code, no traceback, and the rest of the run goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import RULE, dag_file, write


def problems(run) -> list[str]:
    return [f"{row['path']} {row['message']}" for row in run.document["problems"]]


def fifo(path: Path) -> None:
    os.mkfifo(path)


def broken_link(path: Path) -> None:
    path.symlink_to("nowhere.py")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)


def deep_chain(path: Path) -> None:
    path.write_text("x = " + "-" * 50_000 + "1\n")


UNREADABLE = [
    (fifo, "is no regular file"),
    (broken_link, "is a broken link"),
    (link_to_itself, "is a broken link"),
    (huge, "has 50.0 MiB, more than the 5 MiB that are read"),
    (deep_chain, "is nested too deeply to be parsed"),
]


@pytest.mark.parametrize(("make", "message"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_are_checked(
    project: Path, check, make, message
) -> None:
    make(project / "dags" / "b.py")

    run = check(project, "--select", RULE)

    assert run.exit_code == 3
    assert problems(run) == [f"dags/b.py {message}"]
    assert run.stderr == f"mwaa-doctor: dags/b.py {message}\n"
    assert run.findings == {("dags/a.py", 5, RULE)}


@pytest.mark.parametrize(("make", "message"), UNREADABLE)
def test_the_same_file_given_by_name(project: Path, check, make, message) -> None:
    make(project / "dags" / "b.py")

    run = check(project / "dags" / "b.py", "--select", RULE)

    assert run.exit_code == 3
    assert problems(run) == [f"dags/b.py {message}"]


@pytest.mark.parametrize(
    "source",
    [
        b"x = '\xff\xfe'\n",
        b"x = 1\0\n",
        b"\xff\xfe\0\0",
        b"# -*- coding: nothing-like-it -*-\nx = 1\n",
        b"# -*- coding: latin-1 -*-\nx = '\xe4'\n",
        b"x = 'unterminated\n",
        b"def f(:\n",
        b"\tx = 1\n        y = 2\n",
        b"",
        b"\xef\xbb\xbf",
        b"\r\r\r",
        b"x = " + b"(" * 5_000 + b"1" + b")" * 5_000 + b"\n",
        b"x = " + b"[" * 150 + b"]" * 150 + b"\n",
        b"x = = 1\ny = " + b"-" * 20_000 + b"1\n",
        b"if 1:\n pass\n" + b"elif 1:\n pass\n" * 3_000,
        b"".join(b" " * level + b"if 1:\n" for level in range(120)) + b" " * 120 + b"pass\n",
        b"x" + b".a" * 20_000 + b"\n",
        b"x = '" + b"a" * 1_000_000 + b"'\n",
    ],
    ids=range(18),
)
def test_odd_sources_never_end_the_run(project: Path, check, source: bytes) -> None:
    write(project, dags__b_py=b"# airflow DAG\n" + source if source[:1] not in b"#\xef" else source)

    run = check(project)

    assert run.exit_code in (1, 3)
    assert run.document["crashes"] == []
    assert ("dags/a.py", 5, RULE) in run.findings
    assert "Traceback" not in run.stderr


def test_a_folder_named_like_a_module_is_a_folder(project: Path, check) -> None:
    write(project, **{"dags/b.py/c.py": dag_file()})

    assert {path for path, _, _ in check(project, "--select", RULE).findings} == {"dags/a.py", "dags/b.py/c.py"}


def test_links_in_a_circle_are_walked_once(project: Path, check) -> None:
    (project / "dags" / "again").symlink_to("..")
    (project / "dags" / "self").symlink_to(".")
    (project / "dags" / "endless").symlink_to("endless")

    run = check(project, "--select", RULE)

    assert run.findings == {("dags/a.py", 5, RULE)}


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path, check) -> None:
    write(tmp_path / "outside", b_py=dag_file())
    inner = write(tmp_path / "project", dags__a_py=dag_file())
    (inner / "dags" / "elsewhere").symlink_to(tmp_path / "outside")
    (tmp_path / "project-2").mkdir()
    write(tmp_path / "project-2", c_py=dag_file())
    (inner / "dags" / "neighbour").symlink_to(tmp_path / "project-2")

    assert {path for path, _, _ in check(inner, "--select", RULE).findings} == {"dags/a.py"}


@pytest.mark.parametrize("name", ["a\nb.py", "a\x1b[31m.py", "a b.py", "ä€.py", "-x.py", "%s.py", "'\"<&>.py"])
def test_odd_names_are_shown_without_harm(tmp_path: Path, mwaa_doctor, name: str) -> None:
    write(tmp_path, dags__a_py=dag_file())
    (tmp_path / "dags" / name).write_text(dag_file())

    for output in ("text", "concise", "json", "sarif", "junit", "github"):
        run = mwaa_doctor("check", tmp_path, "--select", RULE, "--format", output, "--jobs", "1")
        assert run.exit_code == 1
        assert "\x1b" not in run.stdout


def test_a_name_that_is_no_unicode(project: Path, check) -> None:
    odd = os.fsencode(project / "dags") + b"/\xff.py"
    with open(odd, "w") as file:
        file.write(dag_file())

    run = check(project, "--select", RULE)

    assert run.exit_code == 1
    assert len(run.document["findings"]) == 2


@pytest.mark.parametrize(
    ("files", "arguments", "code", "expected"),
    [
        ({}, (), 3, "holds nothing to check"),
        ({"README.md": "x"}, (), 3, "holds nothing to check"),
        ({"lib/x.py": "import os\n"}, (), 3, "holds nothing to check"),
        ({}, ("nowhere",), 2, "there is no file or folder"),
        ({}, ("nowhere.py",), 2, "there is no file or folder"),
    ],
)
def test_nothing_to_check_is_said_in_one_line(
    tmp_path: Path, check, files, arguments, code: int, expected: str
) -> None:
    write(tmp_path, **files)

    run = check(*(tmp_path / name for name in arguments or (".",)))

    assert run.exit_code == code
    assert expected in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [["check", "dags"], ["rules"], ["explain", "task-queue-set"]])
def test_a_full_disk_is_told(tmp_path: Path, command: list[str]) -> None:
    write(tmp_path, dags__a_py=dag_file())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mwaa_doctor", *command],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert done.returncode == 2
    assert done.stderr.startswith("mwaa-doctor: standard output cannot be written")
    assert "Traceback" not in done.stderr
