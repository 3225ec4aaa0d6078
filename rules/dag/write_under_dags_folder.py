"""A task writes into the DAG or plugins folder.

Why
    MWAA fills these folders from S3 and tasks cannot write there: the task fails with "Permission denied" or
    "Read-only file system". What did get written would be gone with the next synchronisation and never reach other
    workers.

Fix
    Write to S3, or below /tmp for files of one task: `cp -R /usr/local/airflow/dags/dbt /tmp && dbt run
    --project-dir /tmp/dbt`.

Bad
    # dags/warehouse.py
    import os

    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):

        @task
        def manifest():
            with open("/usr/local/airflow/dags/latest.json", "w") as file:  # <- here
                file.write("{}")
            with open(os.path.join(os.path.dirname(__file__), "x.txt"), "a") as file:  # <- here
                file.write("x")

        manifest()
        BashOperator(task_id="dbt", bash_command="cd /usr/local/airflow/dags/dbt && dbt run")  # <- here
        BashOperator(task_id="log", bash_command="date >> /usr/local/airflow/dags/log.txt")  # <- here

Good
    # dags/warehouse.py
    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):

        @task
        def manifest():
            with open("/usr/local/airflow/dags/latest.json") as file, open("/tmp/latest.json", "w") as copy:
                copy.write(file.read())

        manifest()
        BashOperator(
            task_id="dbt",
            bash_command="cp -R /usr/local/airflow/dags/dbt /tmp && cd /tmp/dbt && dbt run --profiles-dir .",
        )
        BashOperator(task_id="ls", bash_command="cd /usr/local/airflow/dags/dbt && ls > /tmp/ls.txt; echo '> dags'")
"""

import ast
from collections.abc import Iterator
from typing import Literal

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.file_access import DAGS, HOME, PLUGINS, file_accesses, shell_accesses
from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.models.task_shell import OPAQUE, TaskShell, shell_texts
from mwaa_doctor.rule import Finding, Place, rule

_DBT_WRITES = frozenset({"run", "build", "test", "seed", "snapshot", "compile", "docs", "deps", "debug", "ls", "parse"})
_OWN_FOLDER = ("--target-path", "--log-path")


@rule(
    severity="error",
    covers=["dags-folder-is-read-only"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-dbt.html",
)
def check(file: DagFile) -> Iterator[Finding]:
    for access in file_accesses(file):
        in_task = access.call.scope.function() is not None and not parse_time(file).runs(access.call)
        if access.action == "write" and in_task and _is_below(access.path):
            where, path = file.place_of(access.call.node), access.path.replace(OPAQUE, "*")
            # A branch may be meant for another place than MWAA, such as the local runner.
            severity: Literal["warning"] | None = "warning" if _may_not_run(access.call) else None
            yield Finding(where, f"`{path}` is written, but tasks cannot write there", severity=severity)
    for text in shell_texts(file):
        for where, path in _writes(text):
            yield Finding(where, f"`{path}` is written, but tasks cannot write there", resource=text.resource)
            break


def _may_not_run(call: Call) -> bool:
    """Whether a call is in a branch, or behind one that leaves the function."""
    function = call.scope.function()
    body = getattr(function.node, "body", ()) if function is not None else ()
    leaves = (part for part in body if isinstance(part, ast.If) and isinstance(part.body[-1], (ast.Return, ast.Raise)))
    branches = call.block.branches if call.block is not None else frozenset()
    return bool(branches) or any(part.lineno < call.node.lineno for part in leaves)


def _writes(text: TaskShell) -> Iterator[tuple[Place, str]]:
    folder = ""
    for command in text.commands:
        if command.runs("cd") and command.arguments:
            folder = command.arguments[0] if command.arguments[0].startswith("/") else ""
        if command.program == "dbt" and _DBT_WRITES.intersection(command.arguments):
            project = _option(command.arguments, "--project-dir") or folder
            names = {name for name, _ in command.assignments}
            elsewhere = all(_option(command.arguments, name) for name in _OWN_FOLDER) or "DBT_TARGET_PATH" in names
            if _is_below(project) and not elsewhere:
                yield text.place_of(command), f"{project}/target"
        for action, path in shell_accesses(command):
            if action == "write" and _is_below(path):
                yield text.place_of(command), path


def _option(words: tuple[str, ...], name: str) -> str:
    for position, word in enumerate(words):
        if word.startswith(name + "="):
            return word.partition("=")[2]
        if word == name and position + 1 < len(words):
            return words[position + 1]
    return ""


def _is_below(path: str) -> bool:
    path = path.replace("$AIRFLOW_HOME", HOME).replace("${AIRFLOW_HOME}", HOME)
    return path.startswith((DAGS + "/", PLUGINS + "/")) or path in (DAGS, PLUGINS)
