"""The startup script calls Airflow, or a program that is not installed yet.

Why
    The script runs on every container before the requirements are installed and before Airflow starts. Packages of
    requirements.txt are not there, and a command that changes the metadata database runs once per container and start.

Fix
    Move it into a DAG, or set connections and variables in Secrets Manager. A tool that the script itself needs is
    installed there, into a virtual environment of its own.

Bad
    # startup.sh
    airflow connections add warehouse --conn-uri "$WAREHOUSE_URI"  # <- here
    ---
    # requirements.txt
    sqlfluff==3.0.7
    # startup.sh
    sqlfluff version  # <- here

Good
    # requirements.txt
    sqlfluff==3.0.7
    # startup.sh
    echo "airflow connections add warehouse"
    export AIRFLOW_CONN_WAREHOUSE="postgres://warehouse.example.com/sales"
    airflow version
    python3 -m venv /usr/local/airflow/lint
    /usr/local/airflow/lint/bin/pip install sqlfluff
    /usr/local/airflow/lint/bin/sqlfluff version
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.downloads import pip_arguments
from mwaa_doctor.models.requirements import normalise
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_HARMLESS = ("version", "info", "config", "--version", "--help", "cheat-sheet")


@rule(
    severity="warning",
    covers=["startup-runs-before-requirements"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
    confidence="medium",
)
def check(script: StartupScript, project: Project, target: Target) -> Iterator[Finding]:
    entries = project.requirements.entries if project.requirements is not None else ()
    there = {normalise(name) for name in facts.installed(str(target.version)) or ()}
    later = {entry.name for entry in entries} - there
    for command in script.commands:
        program, arguments = command.step.program, command.step.arguments
        pip = pip_arguments(command.step)
        if pip is not None and pip[:1] == ("install",):
            later = set()
        elif program == "airflow" and arguments and arguments[0] not in _HARMLESS:
            shown = " ".join(arguments[:2])
            yield Finding(command, f"`airflow {shown}` runs on every container before Airflow starts", cause="airflow")
        elif "/" not in command.step.plain[0] and normalise(program) in later and not command.step.handled:
            yield Finding(command, f"`{program}` is installed by requirements.txt, after the startup script has run")
