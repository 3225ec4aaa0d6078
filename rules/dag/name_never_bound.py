"""Code uses a name that is never defined or imported.

Why
    The import of the file ends with a NameError: none of its DAGs appear, a plugin is not loaded.

Fix
    Import the name, or correct its spelling.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("load", schedule=None):
        BashOperator(task_id="fetch", bash_command="echo")
        PythonOperator(task_id="load", python_callable=print)  # <- here

Good
    # dags/load.py
    from __future__ import annotations

    from typing import TYPE_CHECKING

    from airflow import DAG
    from airflow.operators.bash import BashOperator

    if TYPE_CHECKING:
        from airflow.models import TaskInstance

    try:
        HOME = WHERE
    except NameError:
        HOME = __file__


    def later(ti: TaskInstance):
        return undefined_until_now


    with DAG("load", schedule=None):
        steps = [BashOperator(task_id=name, bash_command="echo") for name in ("a", "b")]
"""

from collections.abc import Iterator

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.unbound_names import unbound_names
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["name-used-without-import"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    for name in unbound_names(file):
        what = "is never defined or imported"
        if name.id in file.index.scope.bindings:
            what = "is defined for type checkers or for running the file as a program only"
        yield Finding(file.place_of(name), f"`{name.id}` {what} in `{file.path}`")
