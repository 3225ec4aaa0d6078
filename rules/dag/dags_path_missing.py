"""Code names a file of the DAG folder that the project does not have.

Why
    What the DAG folder of the project does not contain is not in `/usr/local/airflow/dags` either, unless something
    else puts it into the bucket. The task, or the import of the file, ends with "No such file or directory".

Fix
    Add the file, correct the path, or write `os.path.join(os.path.dirname(__file__), "x")`, which works in tests as
    well.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    QUERIES = "/usr/local/airflow/dags/sql/querys"  # <- here

    with DAG("report", schedule=None):
        BashOperator(task_id="run", bash_command="dbt run --project-dir=/usr/local/airflow/dags/dbt")  # <- here
    # dags/sql/queries/a.sql
    select 1

Good
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    QUERIES = "/usr/local/airflow/dags/sql/queries"
    DAY = f"/usr/local/airflow/dags/{QUERIES}.sql"

    with DAG("report", schedule=None):
        BashOperator(task_id="run", bash_command="cat /usr/local/airflow/dags/sql/queries/a.sql {{ ds }}")
        BashOperator(task_id="ls", bash_command="ls /usr/local/airflow/dags/dbt/target; echo '$HOME/dags/x'")
    # dags/sql/queries/a.sql
    select 1
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.file_access import DAGS, file_accesses, shell_accesses
from mwaa_doctor.models.task_shell import TaskShell, shell_texts
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Place, rule

_PATH = re.compile(rf"{DAGS}/[\w./-]+")
_GENERATED = frozenset({"target", "dbt_packages", "dbt_modules", "logs", "__pycache__", "tmp", ".venv", "venv"})
_OTHER_RULES = frozenset({"config_file", "bash_command"})


@rule(
    severity="warning",
    confidence="medium",
    covers=["dags-container-path"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-folder.html",
)
def check(file: DagFile, project: Project) -> Iterator[Finding]:
    if not project.complete or not project.dag_folders:
        return
    if not file.mentions(b"usr/local/airflow", b"airflow_home"):
        return
    named = {(path, place) for path, place in _in_code(file) if _is_missing(path, project)}
    for text in shell_texts(file):
        named |= {(path, place) for path, place in _in_shell(text) if _is_missing(path, project)}
    for path, place in sorted(named, key=lambda pair: pair[1]):
        yield Finding(place, f"`{path}` does not exist in the DAG folder", cause=path)


def _in_code(file: DagFile) -> Iterator[tuple[str, Place]]:
    if not any(text.value.startswith(DAGS) for text in file.texts):
        return
    others = {id(access.node) for access in file_accesses(file) if access.action == "write"}
    for task in file.tasks:
        others |= {id(given.node) for name, given in task.arguments.items() if name in _OTHER_RULES}
    for text in file.texts:
        if not text.part and id(text.node) not in others and _PATH.fullmatch(text.value):
            yield text.value, file.place_of(text.node)


def _in_shell(text: TaskShell) -> Iterator[tuple[str, Place]]:
    for command in text.commands:
        written = {path for action, path in shell_accesses(command) if action == "write"}
        made = command.program in ("rm", "mkdir", "test", "[", "[[", "ls", "echo", "find")
        for word in command.words if not made else ():
            path = word.rpartition("=")[2]
            if path not in written and _PATH.fullmatch(path):
                yield path, text.place_of(command)


def _is_missing(path: str, project: Project) -> bool:
    relative = path.removeprefix(DAGS).rstrip("/")
    if not relative or ".." in relative or _GENERATED.intersection(relative.split("/")):
        return False
    return not any(project.has((folder + relative).lstrip("/")) for folder in project.dag_folders)
