"""A task runs a program of a Python package by its bare name, which the shell does not find.

Why
    pip puts the programs of requirements.txt into `/usr/local/airflow/.local/bin`. The images on Amazon Linux 2, which
    are those up to Airflow 2.6.3, do not search there, and the task fails with "command not found".

Fix
    Write the whole path, `/usr/local/airflow/.local/bin/dbt`, or extend `PATH` in the startup script.

Bad
    # airflow-version: 2.6.3
    # requirements.txt
    dbt-redshift==1.5.0
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="dbt", bash_command="cd /tmp/dbt && dbt run")  # <- here

Good
    # airflow-version: 2.6.3
    # requirements.txt
    dbt-redshift==1.5.0
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    BIN = "/usr/local/airflow/.local/bin"

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="dbt", bash_command=f"cd /tmp/dbt && {BIN}/dbt run && echo dbt run")
    # dags/notebooks.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("notebooks", schedule=None):
        BashOperator(task_id="path", bash_command="export PATH=$PATH:$HOME/bin; dbt run")
        BashOperator(task_id="other", bash_command="papermill a.ipynb b.ipynb")
    ---
    # airflow-version: 2.10.3
    # requirements.txt
    dbt-redshift==1.8.1
    # dags/warehouse.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("warehouse", schedule=None):
        BashOperator(task_id="dbt", bash_command="dbt run --project-dir /tmp/dbt")
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.facts.console_scripts import distributions_with
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import TaskShell
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_FOLDER = "/usr/local/airflow/.local/bin"
_WITHOUT_FOLDER = "Amazon Linux 2"
_CHANGES_PATH = ("source", ".", "conda", "pyenv", "pip", "pip3", "eval", "alias")


@rule(
    severity="warning",
    covers=["console-script-path"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-dbt.html",
    confidence="medium",
)
def check(text: TaskShell, project: Project, target: Target) -> Iterator[Finding]:
    if project.requirements is None or "PATH" in project.startup_exports:
        return
    for command in text.commands:
        if command.program in _CHANGES_PATH or "PATH" in text.text:
            return
        package = _package_of(command, project)
        if not package:
            continue
        if text.file.mentions(b".local/bin", b"'path'", b'"path"'):
            return  # somewhere in the file the path is taken care of
        release = facts.release(str(target.airflow))
        if release is not None and release.base_os == _WITHOUT_FOLDER:
            message = f"`{command.program}` of `{package}` is not on the `PATH` of Airflow {target.airflow}"
            evidence = (f"pip installs it as `{_FOLDER}/{command.program}`",)
            yield Finding(text.place_of(command), message, evidence, resource=text.resource)
        return


def _package_of(command: ShellCommand, project: Project) -> str:
    """The requirement that brings the program of a command, if the program is named without a folder."""
    if command.program not in command.words or project.requirements is None:
        return ""
    return next((name for name in distributions_with(command.program) if project.requirements.named(name)), "")
