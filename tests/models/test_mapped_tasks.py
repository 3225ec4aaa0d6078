"""What ``expand`` gives a mapped operator is neither absent nor one value."""

from __future__ import annotations

import ast

import pytest

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.unknown import Unknown

HEAD = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG('x'):\n    "


def task_of(line: str):
    source = HEAD + line + "\n"
    file = DagFile("dags/x.py", source.encode(), ast.parse(source), role="dag", module="x")
    (task,) = file.tasks
    return task


def test_expanded_arguments_are_unknown_and_others_absent() -> None:
    task = task_of("BashOperator.partial(task_id='a', retries=2).expand(bash_command=['a', 'b'])")

    assert task.mapped
    assert task.expanded == {"bash_command"}
    assert task.argument("retries").value == 2
    assert task.argument("env") is None
    with pytest.raises(Unknown, match="bash_command"):
        task.argument("bash_command")


@pytest.mark.parametrize("end", ["expand_kwargs([{'env': {}}])", "expand(**{'env': {}})"])
def test_unreadable_expansions_hide_every_argument(end: str) -> None:
    task = task_of(f"BashOperator.partial(task_id='a').{end}")

    with pytest.raises(Unknown, match="env"):
        task.argument("env")


def test_a_task_that_is_not_mapped_has_no_expansion() -> None:
    task = task_of("BashOperator(task_id='a', bash_command='x')")

    assert task.expanded == frozenset()
    assert task.argument("env") is None
