"""Which files count as broken, and which as written for a newer Python."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

RULES = ("--select", "file-does-not-parse", "--select", "syntax-newer-than-python")
NEWER = {
    "alias": "type Score = float\n",
    "generic": "def first[T](items: list[T]) -> T: ...\n",
    "f-string": 'x = f"{row["day"]}"\n',
    "f-string over lines": 'x = f"""{\n  1  # one\n}"""\n',
}
BROKEN = {
    "open bracket": "x = (1\n",
    "merge mark": "<<<<<<< HEAD\nx = 1\n=======\n",
    "Python 2 print": 'print "x"\n',
    "Python 2 except": "try:\n    x = 1\nexcept OSError, e:\n    x = 2\n",
    "four quotes": '""""Text.""""\n',
    "starred generator": 'x = f"{1}"\nprint(*a for a in "ab")\n',
    "null byte": "x = 1\x00\n",
}


def project(folder: Path, text: str) -> Path:
    path = folder / "dags" / "load.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"from airflow import DAG\n\nDAG('load', schedule=None)\n{text}")
    return folder


@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER)
def test_newer_syntax_is_an_error_only_for_older_environments(text: str, tmp_path: Path, check) -> None:
    folder = project(tmp_path, text)

    old = check(folder, *RULES, "--airflow-version", "2.10.3")
    if sys.version_info < (3, 12) or not text.startswith("x = f"):
        assert {rule for _, _, rule in old.findings} == {"syntax-newer-than-python"}

    new = check(folder, *RULES, "--airflow-version", "3.0.6")
    assert new.findings == set()
    assert bool(new.document["summary"]["outcomes"]["not_checked"]) == (sys.version_info < (3, 12))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads the file")
def test_newer_syntax_is_not_judged_without_a_version(tmp_path: Path, check) -> None:
    run = check(project(tmp_path, NEWER["alias"]), *RULES)

    assert run.findings == set()
    assert run.document["summary"]["outcomes"]["not_checked"] == 2


@pytest.mark.parametrize("version", ["2.10.3", "3.0.6"])
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_files_are_broken_everywhere(text: str, version: str, tmp_path: Path, check) -> None:
    run = check(project(tmp_path, text), *RULES, "--airflow-version", version)

    assert {rule for _, _, rule in run.findings} == {"file-does-not-parse"}


def test_older_python_of_the_environment_counts(tmp_path: Path, check) -> None:
    text = "match 1:\n    case 1:\n        pass\n"
    run = check(project(tmp_path, text), *RULES, "--airflow-version", "2.0.2")

    assert {rule for _, _, rule in run.findings} == {"syntax-newer-than-python"}
    assert run.document["findings"][0]["message"] == (
        "`dags/load.py` needs a newer Python than 3.7, which Airflow 2.0.2 has on MWAA"
    )


def test_a_broken_file_that_nothing_loads_is_left_alone(tmp_path: Path, check) -> None:
    folder = project(tmp_path, "")
    template = folder / "dags" / "templates" / "dag.py"
    template.parent.mkdir()
    template.write_text("from airflow import DAG\n\nDAG({{ name }}\n")
    assert len(check(folder, *RULES).findings) == 1

    (folder / "dags" / ".airflowignore").write_text("templates/\n")
    assert check(folder, *RULES).findings == set()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="this Python does not read the file")
def test_names_of_newer_syntax_are_bound(tmp_path: Path, check) -> None:
    text = "type Score = float\nx: Score = 1.0\n\n\nclass Box[T](list[T]):\n    item: T\n"
    run = check(project(tmp_path, text), "--select", "name-never-bound", "--airflow-version", "3.0.6")

    assert run.findings == set()
