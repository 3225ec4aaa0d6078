"""Which Airflow version the code is judged for, and what happens with one that nobody knows yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RULE, write

CONSTRAINT = "--constraint https://raw.githubusercontent.com/apache/airflow/constraints-2.8.1/constraints-3.11.txt\n"


def target(run) -> tuple[str | None, str | None]:
    row = run.document["target"]
    return row["airflow_version"], row["airflow_version_source"]


def test_the_option_comes_before_the_configuration_before_the_constraint(project: Path, check) -> None:
    nothing = target(check(project, "--select", RULE))
    write(project, **{"requirements.txt": CONSTRAINT})
    constraint = target(check(project, "--select", RULE))
    write(project, **{"mwaa-doctor.toml": 'airflow-version = "2.9.2"\n'})
    configured = target(check(project, "--select", RULE))
    option = target(check(project, "--select", RULE, "--airflow-version", "2.10.3"))

    assert nothing == (None, None)
    assert constraint == ("2.8.1", "the constraint in requirements.txt")
    assert configured == ("2.9.2", "airflow-version in mwaa-doctor.toml")
    assert option == ("2.10.3", "--airflow-version")


@pytest.mark.parametrize(
    ("line", "version"),
    [
        (CONSTRAINT, "2.8.1"),
        (CONSTRAINT.replace("--constraint ", "-c "), "2.8.1"),
        (CONSTRAINT.replace("--constraint ", "--constraint="), "2.8.1"),
        ("# " + CONSTRAINT, None),
        ("apache-airflow==2.8.1\n", None),
        ("--constraint constraints.txt\n", None),
        ("\ufeff" + CONSTRAINT, "2.8.1"),
        (CONSTRAINT.replace("\n", "\r\n"), "2.8.1"),
    ],
)
def test_the_version_in_a_constraint(project: Path, check, line: str, version: str | None) -> None:
    write(project, **{"requirements.txt": line})

    assert target(check(project, "--select", RULE))[0] == version


def test_the_constraint_beside_a_dag_folder_given_alone(project: Path, check) -> None:
    write(project, **{"requirements.txt": CONSTRAINT})

    assert target(check(project / "dags", "--select", RULE))[0] == "2.8.1"
    assert target(check(project / "dags" / "a.py", "--select", RULE))[0] == "2.8.1"


def test_requirements_elsewhere_by_configuration(project: Path, check) -> None:
    write(project, deploy__requirements=CONSTRAINT, **{"mwaa-doctor.toml": 'requirements = "deploy/requirements"\n'})

    assert target(check(project, "--select", RULE))[0] == "2.8.1"


def test_a_newer_version_is_a_note_and_what_depends_on_it_is_not_judged(project: Path, check) -> None:
    write(project, dags__b_py="from airflow import DAG\nimport airflow.nothing_like_it\n\nDAG('b', schedule=None)\n")

    known = check(project, "--airflow-version", "2.10.3")
    newer = check(project, "--airflow-version", "4.7.0")

    assert any(path == "dags/b.py" and line == 2 for path, line, _ in known.findings)
    assert not any(path == "dags/b.py" and line == 2 for path, line, _ in newer.findings)
    assert ("dags/a.py", 5, RULE) in newer.findings
    assert newer.document["crashes"] == []
    assert known.document["notes"] == []
    (note,) = newer.document["notes"]
    assert "4.7.0" in note
    assert "--airflow-version" in note


def test_an_unreadable_requirements_file_names_no_version(project: Path, check) -> None:
    (project / "requirements.txt").mkdir()

    run = check(project, "--select", RULE)

    assert target(run) == (None, None)
    assert run.exit_code == 1
