"""Whether a project cleans the metadata database: said of the DAG folder as a whole, and only of a whole project."""

from __future__ import annotations

from pathlib import Path

RULE = "metadata-never-cleaned"


def many_dags(folder: Path) -> Path:
    (folder / "dags").mkdir()
    dags = "\n".join(f"DAG('d{number}', schedule='@daily')" for number in range(12))
    (folder / "dags" / "many.py").write_text(f"from airflow import DAG\n\n{dags}\n")
    return folder


def test_it_is_said_once_of_the_folder(tmp_path: Path, check) -> None:
    project = many_dags(tmp_path)
    (project / "dags" / "helper.py").write_text("from airflow.models import Variable\n\nVariable.delete('x')\n")

    assert check(project, "--select", RULE).findings == {("dags", 0, RULE)}


def test_a_few_files_say_nothing_of_the_rest(tmp_path: Path, check) -> None:
    project = many_dags(tmp_path)

    assert check(project / "dags" / "many.py", "--select", RULE).findings == set()


def test_the_answer_is_kept_with_the_other_results(tmp_path: Path, check) -> None:
    project = many_dags(tmp_path)
    (project / "dags" / "weekly.py").write_text("from airflow import DAG\n\nCOMMAND = 'airflow db clean -y'\n")

    assert check(project, "--select", RULE).findings == set()
    assert check(project, "--select", RULE).findings == set()
    (project / "dags" / "weekly.py").unlink()
    assert check(project, "--select", RULE).findings == {("dags", 0, RULE)}
