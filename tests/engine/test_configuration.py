"""A configuration that cannot be used is one line and exit code 2, others are found from anywhere in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RULE, dag_file, write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('dag = ["dags"]', "unknown key `dag`, did you mean `dags`?"),
        ("airflow_version = '2.10.3'", "did you mean `airflow-version`?"),
        ("dags = 3", "`dags` must be a list of texts"),
        ("dags = ['']", "`dags`"),
        ("airflow-version = 2.10", "`airflow-version`"),
        ("airflow-version = '2.10'", "must be a version such as 2.10.3"),
        ("environment-class = 'large'", "mw1."),
        ("webserver-access-mode = 'PUBLIC'", "PUBLIC_ONLY"),
        ("airflowignore-syntax = 'globs'", "did you mean `glob`?"),
        ("fail-on = 'errors'", "did you mean `error`?"),
        ("select = 'dag'", "`select` must be a list"),
        ("per-path-ignores = ['x']", "must be a table"),
        ("[per-path-ignores]\nx = 'dag'", "must be a list of texts"),
        ("[per-path-ignores]\nx = ['task-queue-sett']", "did you mean `task-queue-set`?"),
        ("suppressions = ['x']", "must be a list of tables"),
        ("[[suppressions]]\nrule = 'dag'", "needs `target`"),
        ("[[suppressions]]\nrule = 'dag'\ntarget = 'x'\nreason = ''", "`reason` must be a text"),
        ("[[suppressions]]\nrule = 'dag'\ntarget = 'x'\nreason = 'x'\nuntill = 'x'", "did you mean `until`?"),
        ("[[suppressions]]\nrule = 'dag'\ntarget = 'x'\nreason = 'x'\nuntil = 'soon'", "must be a date"),
        ("[[suppressions]]\nrule = 'dagg'\ntarget = 'x'\nreason = 'x'", "did you mean `dag`?"),
        ("dags = [", "is not valid TOML"),
        ("\0", "is not valid TOML"),
        (b"dags = '\xff'", "is not UTF-8"),
    ],
)
def test_a_fault_is_named_in_one_line(project: Path, check, text: str | bytes, expected: str) -> None:
    write(project, **{"mwaa-doctor.toml": text})

    run = check(project)

    assert (run.exit_code, run.stdout) == (2, "")
    assert expected in run.stderr
    assert run.stderr.startswith("mwaa-doctor: ")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.mwaa-doctor]\nselct = []\n", "did you mean `select`?"),
        ("[tool]\nmwaa-doctor = 3\n", "must be a table"),
    ],
)
def test_pyproject_is_judged_likewise(project: Path, check, text: str, expected: str) -> None:
    write(project, **{"pyproject.toml": text})

    run = check(project)

    assert run.exit_code == 2
    assert expected in run.stderr


def test_a_pyproject_of_others_is_left_alone(project: Path, check) -> None:
    write(project, **{"pyproject.toml": "this is [no TOML\n"})

    assert check(project, "--select", RULE).exit_code == 1


@pytest.mark.parametrize("given", ["nowhere.toml", "dags"])
def test_a_configuration_that_is_no_file(project: Path, check, given: str) -> None:
    run = check(project, "--config", project / given)

    assert run.exit_code == 2
    assert given in run.stderr


def test_the_given_file_replaces_the_found_one(project: Path, check) -> None:
    write(project, **{"mwaa-doctor.toml": f'ignore = ["{RULE}"]\n', "other.toml": ""})

    assert check(project, "--select", RULE).exit_code == 0
    assert check(project, "--select", RULE, "--config", project / "other.toml").exit_code == 1


def test_the_nearest_configuration_upwards_counts_and_the_repository_is_the_end(tmp_path: Path, check) -> None:
    inner = write(tmp_path / "repository" / "airflow", dags__a_py=dag_file())
    write(tmp_path, **{"mwaa-doctor.toml": f'ignore = ["{RULE}"]\n'})

    assert check(inner, "--select", RULE).exit_code == 0
    (tmp_path / "repository" / ".git").mkdir()
    assert check(inner, "--select", RULE).exit_code == 1
    write(tmp_path / "repository", **{"pyproject.toml": f'[tool.mwaa-doctor]\nignore = ["{RULE}"]\n'})
    assert check(inner, "--select", RULE).exit_code == 0


def test_excluded_paths_are_not_looked_at(project: Path, check) -> None:
    write(project, dags__old__b_py="this is no Python")
    write(project, **{"mwaa-doctor.toml": 'exclude = ["dags/old/", "dags/a.py"]\n'})

    run = check(project, "--select", RULE)

    assert run.findings == set()
    assert run.document["problems"] != []
