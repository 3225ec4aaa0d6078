"""Ids with the prefixes of task groups, and branches, as real Airflow 2.10.3 and 3.0.6 treat them."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = """from airflow import DAG
from airflow.decorators import dag, task, task_group
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup

"""
REFUSED = {
    "same id": "OP\nOP",
    "group without prefix": "with TaskGroup('g', prefix_group_id=False):\n    OP\nOP",
    "mapped": "BashOperator.partial(task_id='a').expand(bash_command=['a'])\nOP",
    "loop": "for x in (1, 2):\n    OP",
    "comprehension": "[OP for x in range(2)]",
    "after TaskFlow": "@task\ndef a(): ...\na()\nOP",
    "same group": "with TaskGroup('g'):\n    OP\n    OP",
    "dotted id": "with TaskGroup('g'):\n    OP\nEmptyOperator(task_id='g.a')",
}  # fmt: skip
ACCEPTED = {
    "group": "with TaskGroup('g'):\n    OP\nOP",
    "nested": "with TaskGroup('g'):\n    with TaskGroup('h'):\n        OP\n    OP",
    "unprefixed within": "with TaskGroup('g'):\n    with TaskGroup('h', prefix_group_id=False):\n        OP\n    OP",
    "TaskFlow twice": "@task\ndef a(): ...\na()\na()",
    "branches": "if x:\n    OP\nelse:\n    OP",
    "match": "match x:\n    case 1:\n        OP\n    case _:\n        OP",
    "computed group": "with TaskGroup(x):\n    OP\nwith TaskGroup(y):\n    OP",
    "loop with exit": "for x in (1, 2):\n    OP\n    break",
}  # fmt: skip


def write(folder: Path, body: str) -> Path:
    path = folder / "dags" / "one.py"
    path.parent.mkdir()
    body = body.replace("OP", "EmptyOperator(task_id='a')")
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    path.write_text(f"{HEAD}with DAG('one', schedule=None):\n{indented}\n")
    return folder


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_ids_that_airflow_refuses(body: str, tmp_path: Path, check) -> None:
    assert len(check(write(tmp_path, body), "--select", "duplicate-task-id").findings) == 1


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED)
def test_ids_that_airflow_takes(body: str, tmp_path: Path, check) -> None:
    assert check(write(tmp_path, body), "--select", "duplicate-task-id").findings == set()


@pytest.mark.parametrize(
    ("body", "circles"),
    [
        ("a >> b\nb >> a", 1),
        ("a >> a", 1),
        ("with TaskGroup('g') as g:\n    c = EmptyOperator(task_id='c')\na >> g\nc >> a", 1),
        ("@task\ndef f(v=None): ...\none = f()\ntwo = f(one)\ntwo >> one", 1),
        ("if x:\n    a >> b\nelse:\n    b >> a", 0),
        ("if x:\n    a >> b\n    b >> a", 1),
        ("a >> b\nif x:\n    b >> a", 1),
        ("if x:\n    a >> b\nif y:\n    b >> a", 0),
        ("a >> [b, a2]\nb >> a2", 0),
    ],
)
def test_circles(body: str, circles: int, tmp_path: Path, check) -> None:
    tasks = "".join(f"{name} = EmptyOperator(task_id='{name}')\n" for name in ("a", "a2", "b"))

    run = check(write(tmp_path, tasks + body), "--select", "dependency-cycle")

    assert len(run.document["findings"]) == circles


def test_stored_results_give_the_same_duplicates(tmp_path: Path, check) -> None:
    for name in ("one", "two"):
        path = tmp_path / "dags" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("from airflow import DAG\n\ndag = DAG(\n    dag_id='same',\n    schedule=None,\n)\n")

    first = check(tmp_path, "--select", "duplicate-dag-id").findings

    assert first == {("dags/two.py", 4, "duplicate-dag-id")}
    assert check(tmp_path, "--select", "duplicate-dag-id").findings == first
