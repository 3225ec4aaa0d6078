"""A file of the DAG folder is opened by a relative path.

Why
    Workers and the parser do not run in the DAG folder, and `BashOperator` starts in an empty folder of its own, so
    the path leads nowhere. It works on a laptop, where the tests run in the repository.

Fix
    Write `Path(__file__).parent / "tables.json"` in Python and `/usr/local/airflow/dags/...` in shell commands.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with open("tables.json") as file:  # <- here
        TABLES = file.read()

    with DAG("report", schedule=None):
        BashOperator(task_id="load", bash_command="python jobs/load.py --all")  # <- here
    # dags/tables.json
    []
    # dags/jobs/load.py
    print(1)

Good
    # dags/report.py
    from pathlib import Path

    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.bash import BashOperator

    TABLES = (Path(__file__).parent / "tables.json").read_text()

    with DAG("report", schedule=None):
        BashOperator(task_id="load", bash_command="cd /usr/local/airflow/dags && python jobs/load.py --all")
        BashOperator(task_id="there", bash_command="python jobs/load.py", cwd="/usr/local/airflow/dags")

        @task
        def own():
            with open("own.json", "w") as file:
                file.write("[]")
            with open("own.json") as file:
                return file.read()

        own()
    # dags/tables.json
    []
    # dags/jobs/load.py
    print(1)
"""

import posixpath
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.file_access import file_accesses, shell_accesses
from mwaa_doctor.models.python_file import runs_on_import
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import OPAQUE, TaskShell, shell_texts
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_WORK_HERE = ("dags/", "plugins/")


@rule(
    severity="error",
    confidence="medium",
    covers=["dags-container-path"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-folder.html",
)
def check(file: DagFile, project: Project) -> Iterator[Finding]:
    if not file.calls("os.chdir", "contextlib.chdir"):
        accesses = [access for access in file_accesses(file) if runs_on_import(access.call)]
        written = {access.path for access in accesses if access.action == "write"}
        for access in accesses:
            if access.action == "read" and access.path not in written and _is_shipped(access.path, file, project):
                where = file.place_of(access.call.node)
                yield Finding(where, f"`{access.path}` is beside the DAG file, not where MWAA runs the code")
    for text in shell_texts(file):
        if text.kind == "call" or (text.task is not None and "cwd" in text.task.arguments):
            continue
        for command, path in _read_by(text):
            if _is_shipped(path, file, project):
                message = f"`{path}` is not in the empty folder in which the command starts"
                yield Finding(text.place_of(command), message, resource=text.resource)
                break


def _read_by(text: TaskShell) -> Iterator[tuple[ShellCommand, str]]:
    written: set[str] = set()
    for command in text.commands:
        if command.program in ("cd", "pushd", "git", "tar", "unzip"):
            return
        accesses = list(shell_accesses(command))
        if command.words and "/" in command.words[0]:
            accesses.append(("read", command.words[0]))
        written.update(posixpath.normpath(path) for action, path in accesses if action == "write")
        for action, path in accesses:
            if action == "read" and posixpath.normpath(path) not in written:
                yield command, path


def _is_shipped(path: str, file: DagFile, project: Project) -> bool:
    if path.startswith(("/", "~", "$", "..", *_WORK_HERE)) or OPAQUE in path or "{" in path or "://" in path:
        return False
    path = posixpath.normpath(path)
    folders = [posixpath.dirname(file.path), *project.dag_folders]
    return path != "." and any(project.has(f"{folder}/{path}".lstrip("/")) for folder in folders)
