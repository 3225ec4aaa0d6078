"""What counts as running when Airflow parses a file."""

from __future__ import annotations

from pathlib import Path

import pytest

RULE = "variable-read-at-parse-time"
HEAD = """from airflow import DAG
from airflow.decorators import dag, task, task_group
from airflow.models import Variable
"""


def project(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / "dags" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("module level", "x = Variable.get('a')"),
        ("class body", "class C:\n    x = Variable.get('a')"),
        ("with DAG", "with DAG('d'):\n    x = Variable.get('a')"),
        ("default argument", "def f(x=Variable.get('a')): ..."),
        ("decorator argument", "@task(pool=Variable.get('a'))\ndef f(): ..."),
        ("comprehension", "x = [Variable.get(n) for n in 'ab']"),
        ("function that is called", "def f():\n    return Variable.get('a')\nx = f()"),
        ("function called by another", "def g():\n    return Variable.get('a')\ndef f():\n    return g()\nf()"),
        ("@dag function that is called", "@dag()\ndef d():\n    Variable.get('a')\nd()"),
        ("constructor", "class C:\n    def __init__(self):\n        Variable.get('a')\nC()"),
        ("alias", "V = Variable\nx = V.get('a')"),
        ("inside try", "try:\n    x = Variable.get('a')\nexcept KeyError:\n    x = 1"),
        ("operator argument", "from airflow.operators.bash import BashOperator as B\nB(env=Variable.get('a'))"),
    ],
)  # fmt: skip
def test_runs_when_parsed(why: str, body: str, tmp_path: Path, check) -> None:
    run = check(project(tmp_path, d=HEAD + body + "\n"), "--select", RULE)

    assert len(run.document["findings"]) == 1, why


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("task body", "@task\ndef f():\n    Variable.get('a')\nwith DAG('d'):\n    f()"),
        ("task function inside DAG", "with DAG('d'):\n    @task\n    def f():\n        Variable.get('a')\n    f()"),
        ("callable that is passed", "def f():\n    Variable.get('a')\nx = dict(python_callable=f)"),
        ("lambda", "f = lambda: Variable.get('a')"),
        ("main guard", "if __name__ == '__main__':\n    Variable.get('a')"),
        ("function called in main guard", "def f():\n    Variable.get('a')\nif __name__ == '__main__':\n    f()"),
        ("TYPE_CHECKING", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    x = Variable.get('a')"),
        ("docstring and comment", "'''Variable.get('a')'''\n# Variable.get('a')"),
        ("generator", "def f():\n    yield Variable.get('a')\nx = f()"),
        ("method", "class C:\n    def run(self):\n        Variable.get('a')\nC()"),
        ("other Variable", "from acme import Variable\nx = Variable.get('a')"),
        ("rebound", "Variable = dict\nx = Variable.get('a')"),
        ("annotation", "def f() -> Variable.get: ..."),
    ],
)
def test_does_not_run_when_parsed(why: str, body: str, tmp_path: Path, check) -> None:
    run = check(project(tmp_path, d=HEAD + body + "\n"), "--select", RULE)

    assert run.document["findings"] == [], why


def test_functions_of_other_modules_are_followed(tmp_path: Path, check) -> None:
    helper = "from airflow.models import Variable\n\n\ndef limits():\n    return Variable.get('limits')\n"
    folder = project(
        tmp_path,
        common__settings=helper,
        common__api="from common.settings import limits as load_limits\n",
        d="from airflow import DAG\nfrom common.api import load_limits\n\nLIMITS = load_limits()\n",
    )

    (finding,) = check(folder, "--select", RULE).document["findings"]

    assert (finding["path"], finding["line"]) == ("dags/common/settings.py", 5)
    assert finding["evidence"] == ["`dags/d.py` line 4 calls `load_limits()` at import"]


def test_a_module_that_no_dag_file_loads_is_left_alone(tmp_path: Path, check) -> None:
    text = "from airflow.models import Variable\n\nx = Variable.get('a')\n"
    folder = project(tmp_path, tool=text, d="from airflow import DAG\n\nDAG('d')\n")
    assert "dag" not in text.lower()

    assert check(folder, "--select", RULE).document["findings"] == []

    project(tmp_path, d="import tool\nfrom airflow import DAG\n\nDAG('d')\n")
    assert [item["path"] for item in check(folder, "--select", RULE).document["findings"]] == ["dags/tool.py"]


def test_module_imported_only_inside_a_task_does_not_run_when_parsed(tmp_path: Path, check) -> None:
    folder = project(
        tmp_path,
        tool="from airflow.models import Variable\n\nx = Variable.get('a')\n",
        d="from airflow import DAG\n\nDAG('d')\n\n\ndef run():\n    import tool\n",
    )

    assert check(folder, "--select", RULE).document["findings"] == []
