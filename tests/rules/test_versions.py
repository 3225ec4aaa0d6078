"""Where the environment's version is named, and what changes with the day of the run."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from mwaa_doctor.config import Config, load_config
from mwaa_doctor.engine import Options, run
from mwaa_doctor.project import open_folder
from mwaa_doctor.rule import Place

URL = "https://raw.githubusercontent.com/apache/airflow/constraints-2.6.3/constraints-3.10.txt"
END_OF_2_6_3 = datetime.date(2025, 12, 30)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "load.py").write_text("from airflow import DAG\n\nDAG('load', schedule=None)\n")
    return tmp_path


@pytest.mark.parametrize(
    ("days", "severity"),
    [(-181, None), (-180, "warning"), (0, "warning"), (1, "error"), (900, "error")],
)
def test_the_end_of_support_comes_nearer(project: Path, days: int, severity: str | None) -> None:
    (project / "requirements.txt").write_text(f"# none\n--constraint {URL}\n")
    day = END_OF_2_6_3 + datetime.timedelta(days=days)
    options = Options(select=("version-past-end-of-support",), today=day)

    result = run(open_folder(project, Config()), Config(), options)

    assert [finding.severity.label for finding in result.findings] == ([severity] if severity else [])
    assert all(finding.place == Place("requirements.txt", 2) for finding in result.findings)


def place_of_version(project: Path, given: str | None = None) -> Place | None:
    return open_folder(project, load_config(project), given).target.version_place


def test_the_line_that_names_the_version(project: Path) -> None:
    assert place_of_version(project) is None

    (project / "requirements.txt").write_text(f"pandas \\\n  ==2\n\n-c {URL}\n")
    assert place_of_version(project) == Place("requirements.txt", 4)

    (project / "pyproject.toml").write_text('[tool.mwaa-doctor]\n# airflow-version = "1"\nairflow-version = "2.6.3"\n')
    assert place_of_version(project) == Place("pyproject.toml", 3)

    (project / "mwaa-doctor.toml").write_text('"airflow-version" = "2.6.3"\n')
    assert place_of_version(project) == Place("mwaa-doctor.toml", 1)

    assert place_of_version(project, "2.6.3") is None
    assert open_folder(project, load_config(project), "2.10.3").version_place == Place("dags")


def test_a_configuration_outside_of_the_project_has_no_place(project: Path) -> None:
    (project / "mwaa-doctor.toml").write_text('airflow-version = "2.6.3"\n')
    found = open_folder(project / "dags", load_config(project))

    assert str(found.target.version) == "2.6.3"
    assert found.target.version_place is None


def test_a_comment_in_the_requirements_hides_a_finding(project: Path, check) -> None:
    ignore = "# mwaa-doctor: ignore[version-past-end-of-support] moves next month"
    (project / "requirements.txt").write_text(f"{ignore}\n-c {URL}\n")

    outcome = check(project, "--select", "version-past-end-of-support", "--select", "ignore-hides-nothing")

    assert outcome.document["findings"] == []
    assert len(outcome.document["suppressed"]) == 1
