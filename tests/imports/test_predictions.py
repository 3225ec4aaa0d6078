"""Imports and sources whose fate is easily told wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = "from airflow import DAG\n\nDAG('x', schedule=None)\n"


def project(folder: Path, text: str, requirements: str = "") -> Path:
    (folder / "dags").mkdir()
    (folder / "dags" / "a.py").write_text(text)
    (folder / "requirements.txt").write_text(requirements)
    return folder


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("late future import", '"""Doc."""\nimport os\nfrom __future__ import annotations\n' + HEAD),
        ("unknown future", "from __future__ import teleport\n" + HEAD),
        ("repeated keyword", HEAD + "dict(a=1, a=2)\n"),
        ("repeated parameter", HEAD + "def f(a, a): ...\n"),
        ("return outside of a function", HEAD + "return 1\n"),
        ("break outside of a loop", HEAD + "if 1:\n    break\n"),
        ("await in a plain function", HEAD + "def f():\n    await g()\n"),
        ("nonlocal at module level", HEAD + "nonlocal x\n"),
        ("global after use", HEAD + "def f():\n    x = 1\n    global x\n"),
        ("star import in a function", HEAD + "def f():\n    from os import *\n"),
        ("bare except before another", HEAD + "try: ...\nexcept: ...\nexcept ValueError: ...\n"),
        ("two starred targets", HEAD + "*a, *b = 1, 2\n"),
    ],
)
def test_what_only_the_compiler_refuses_is_reported(why: str, text: str, tmp_path: Path, check) -> None:
    found = check(project(tmp_path, text), "--airflow-version", "2.10.3").document["findings"]

    assert [item["rule"] for item in found] == ["file-does-not-parse"], why


def test_what_the_compiler_takes_is_not_reported(tmp_path: Path, check) -> None:
    text = '"""Doc."""\nfrom __future__ import annotations\n' + HEAD + (
        "for i in range(3):\n    if i:\n        break\n    else:\n        continue\n"
        "async def f():\n    await g()\n\ndef h():\n    global x\n    x = 1\n    return x\n"
    )  # fmt: skip

    run = check(project(tmp_path, text), "--airflow-version", "2.10.3", "--select", "file-does-not-parse")

    assert run.document["findings"] == []


@pytest.mark.parametrize("decorator", ["virtualenv", "branch_virtualenv", "external_python", "branch_external_python"])
def test_imports_of_another_interpreter_are_not_ours(decorator: str, tmp_path: Path, check) -> None:
    text = f"from airflow.decorators import task\n\n\n@task.{decorator}()\ndef f():\n    import polars\n" + HEAD

    assert check(project(tmp_path, text), "--airflow-version", "2.10.3").document["findings"] == []


def test_a_namespace_is_not_all_there(tmp_path: Path, check) -> None:
    text = "from google.protobuf import message\nfrom google.cloud import storage\n" + HEAD

    run = check(project(tmp_path, text), "--airflow-version", "2.10.3", "--select", "package-not-installed")

    assert run.findings == {("dags/a.py", 2, "package-not-installed")}
    (tmp_path / "requirements.txt").write_text("google-cloud-storage\n")
    assert check(tmp_path, "--airflow-version", "2.10.3", "--select", "package-not-installed").findings == set()


@pytest.mark.parametrize(("version", "lines"), [("2.10.3", set()), ("3.0.6", {1})])
def test_modules_that_python_dropped(version: str, lines: set[int], tmp_path: Path, check) -> None:
    run = check(project(tmp_path, "import imp\n" + HEAD), "--airflow-version", version, "--select", "module-not-found")

    assert {line for _, line, _ in run.findings} == lines


def test_projects_of_several_versions_are_not_judged_as_one(tmp_path: Path, check) -> None:
    url = "https://raw.githubusercontent.com/apache/airflow/constraints-{}/constraints-{}.txt"
    for name, airflow, python in (("one", "2.8.1", "3.11"), ("two", "3.0.6", "3.12")):
        (tmp_path / name).mkdir()
        project(tmp_path / name, "from airflow.sdk import DAG\n\nDAG('x')\n", f"-c {url.format(airflow, python)}\n")

    run = check(tmp_path, "--select", "module-not-found")

    assert run.findings == set()
    assert any("several Airflow versions" in row["reason"] for row in run.document["not_checked"])
