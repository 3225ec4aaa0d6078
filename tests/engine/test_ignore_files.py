"""``.gitignore`` and ``.airflowignore``: what is never looked at, and what Airflow never loads.

The cases of ``.airflowignore`` were compared with what ``find_path_from_directory`` of Airflow 2.8.1, 2.10.3, 3.0.6 and
3.3.1 returns.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mwaa_doctor.config import Config
from mwaa_doctor.project import open_folder

from .conftest import RULE, dag_file, write

TREE = ("a.py", "b.py", "etl/a.py", "etl/deep/a.py", "etl/deep/b.py", "test/a.py", "x#y.py")


def shown(folder: Path, ignores: dict[str, str], version: str, syntax: str | None = None) -> set[str]:
    write(folder, **{f"dags/{name}": dag_file() for name in TREE})
    for place, text in ignores.items():
        write(folder, **{f"dags/{place}/.airflowignore".replace("//", "/"): text})
    project = open_folder(folder, Config(airflowignore_syntax=syntax), version)
    return {ref.path[5:] for ref in project.sources if not ref.ignored}


ALL = set(TREE)
GLOB = [
    ({"": "a.py"}, {"b.py", "etl/deep/b.py", "x#y.py"}),
    ({"": "/a.py"}, ALL - {"a.py"}),
    ({"": "etl"}, {"a.py", "b.py", "test/a.py", "x#y.py"}),
    ({"": "etl/"}, {"a.py", "b.py", "test/a.py", "x#y.py"}),
    ({"": "/deep"}, ALL),
    ({"etl": "/deep"}, ALL - {"etl/deep/a.py", "etl/deep/b.py"}),
    ({"etl": "a.py"}, ALL - {"etl/a.py", "etl/deep/a.py"}),
    ({"": "*.py\n!a.py"}, {"a.py", "etl/a.py", "etl/deep/a.py", "test/a.py"}),
    ({"": "*.py", "etl": "!b.py"}, {"etl/deep/b.py"}),
    ({"": "etl\n!etl/a.py"}, {"a.py", "b.py", "test/a.py", "x#y.py"}),
    ({"": "**/deep/*.py"}, ALL - {"etl/deep/a.py", "etl/deep/b.py"}),
    ({"": "a.py # all of them"}, {"b.py", "etl/deep/b.py", "x#y.py"}),
    ({"": "# a.py\n\n/\n"}, ALL),
    ({"": "x#y.py"}, ALL),
    ({"": "a.py\r\n"}, {"b.py", "etl/deep/b.py", "x#y.py"}),
    ({"": "^a\\.py$"}, ALL),
]
REGEXP = [
    ({"": "a"}, {"b.py", "etl/deep/b.py", "x#y.py"}),
    ({"": "^a"}, ALL - {"a.py"}),
    ({"": "a\\.py$"}, {"b.py", "etl/deep/b.py", "x#y.py"}),
    ({"": "^etl/deep"}, ALL - {"etl/deep/a.py", "etl/deep/b.py"}),
    ({"": "^etl/$"}, ALL),
    ({"": "etl/"}, {"a.py", "b.py", "test/a.py", "x#y.py"}),
    ({"etl": "^a"}, ALL),
    ({"etl": "deep/a"}, ALL - {"etl/deep/a.py"}),
    ({"": "*.py"}, ALL),
    ({"": "["}, ALL),
    ({"": "x#y"}, {"a.py", "b.py", "etl/a.py", "etl/deep/a.py", "etl/deep/b.py", "test/a.py"}),
    ({"": "(?i)ETL/A"}, ALL - {"etl/a.py"}),
    ({"": "."}, set()),
    ({"": "b\n#a\n"}, ALL - {"b.py", "etl/deep/b.py"}),
]


@pytest.mark.parametrize("version", ["2.10.3", "3.0.6"])
@pytest.mark.parametrize(("ignores", "expected"), GLOB)
def test_globs(tmp_path: Path, ignores, expected, version: str) -> None:
    assert shown(tmp_path, ignores, version, "glob") == expected


@pytest.mark.parametrize("version", ["2.10.3", "3.0.6"])
@pytest.mark.parametrize(("ignores", "expected"), REGEXP)
def test_regular_expressions(tmp_path: Path, ignores, expected, version: str) -> None:
    assert shown(tmp_path, ignores, version, "regexp") == expected


@pytest.mark.parametrize("pattern", ["(?=etl)", "^etl(?!x)", "(?<!x)etl", "etl\\Z", "(?x) e t l"])
def test_only_airflow_2_lacks_what_re2_lacks(tmp_path: Path, pattern: str) -> None:
    assert shown(tmp_path, {"": pattern}, "2.10.3", "regexp") == ALL
    assert shown(tmp_path, {"": pattern}, "2.5.1", "regexp") == {"a.py", "b.py", "test/a.py", "x#y.py"}
    assert shown(tmp_path, {"": pattern}, "3.0.6", "regexp") == {"a.py", "b.py", "test/a.py", "x#y.py"}


def test_the_syntax_follows_the_version(tmp_path: Path) -> None:
    assert shown(tmp_path, {"": "*.py"}, "2.10.3") == ALL
    assert shown(tmp_path, {"": "*.py"}, "3.0.6") == set()


@pytest.mark.parametrize("pattern", ["!", "a\\"])
def test_some_globs_end_the_search_of_airflow(tmp_path: Path, pattern: str) -> None:
    shown(tmp_path, {"": pattern}, "3.0.6")

    (file,) = open_folder(tmp_path, Config(), "3.0.6").airflow_ignores

    assert [item.ends_search for item in file.patterns] == [True]


def test_odd_patterns_print_nothing(tmp_path: Path, check, recwarn) -> None:
    write(tmp_path, dags__a_py=dag_file())
    (tmp_path / "dags" / ".airflowignore").write_text("[[:alpha:]]\n(\n\\\n")

    run = check(tmp_path, "--select", RULE, "--airflow-version", "2.10.3")

    assert run.stderr == ""
    assert len(recwarn) == 0


def test_an_ignored_file_is_still_code_for_others(tmp_path: Path, check) -> None:
    write(
        tmp_path,
        dags__a_py="from lib import q\n" + dag_file("    BashOperator(task_id='x', bash_command='x', queue=q)"),
    )
    write(tmp_path, dags__lib_py="q = 'high'\n", **{"dags/.airflowignore": "lib\n"})

    assert check(tmp_path, "--select", RULE).findings == {("dags/a.py", 6, RULE)}


# -- .gitignore --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ignores", "expected"),
    [
        ({"": "dags/b.py"}, {"a.py", "etl/a.py"}),
        ({"": "etl/"}, {"a.py", "b.py"}),
        ({"": "*.py\n!a.py"}, {"a.py", "etl/a.py"}),
        ({"": "*.py", "dags/etl": "!a.py"}, {"etl/a.py"}),
        ({"dags": "/a.py"}, {"b.py", "etl/a.py"}),
        ({"": "dags/etl\n!dags/etl/a.py"}, {"a.py", "b.py"}),
        ({"": "# dags\n\n"}, {"a.py", "b.py", "etl/a.py"}),
    ],
)
def test_what_git_ignores_is_not_looked_at(tmp_path: Path, check, ignores, expected: set[str]) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, dags__a_py=dag_file(), dags__b_py=dag_file(), dags__etl__a_py=dag_file())
    for place, text in ignores.items():
        write(tmp_path, **{f"{place}/.gitignore".lstrip("/"): text})

    found = {path[5:] for path, _, _ in check(tmp_path, "--select", RULE).findings}

    assert found == expected


def test_the_gitignore_above_the_given_folder_counts_up_to_the_repository(tmp_path: Path, check) -> None:
    inner = write(tmp_path / "repository" / "airflow", dags__a_py=dag_file(), dags__b_py=dag_file())
    write(tmp_path, **{".gitignore": "a.py"})
    (tmp_path / "repository" / ".git").mkdir()
    write(tmp_path / "repository", **{".gitignore": "b.py"})

    assert {path for path, _, _ in check(inner, "--select", RULE).findings} == {"dags/a.py"}


def test_a_file_given_by_name_is_checked_although_git_ignores_it(tmp_path: Path, check) -> None:
    write(tmp_path, dags__a_py=dag_file(), **{".gitignore": "a.py", ".git/HEAD": ""})

    assert len(check(tmp_path / "dags" / "a.py", "--select", RULE).findings) == 1
