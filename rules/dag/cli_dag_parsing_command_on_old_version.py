"""A command that parses DAGs is sent to Airflow 2.0.2 or older with plugins or requirements.

Why
    Up to 2.0.2 the web server, which runs the commands, has neither the plugins nor the requirements of the
    environment. Commands that parse DAGs fail there with import errors, although the DAGs themselves run.

Fix
    Run the command in a `BashOperator`, or upgrade the environment.

Bad
    # airflow-version: 2.0.2
    # requirements.txt
    pandas==1.3.0
    # dags/report.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="dags list",  # <- here
    )
    reply.raise_for_status()

Good
    # airflow-version: 2.0.2
    # requirements.txt
    pandas==1.3.0
    # dags/report.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="dags trigger list",
    )
    reply.raise_for_status()
"""

from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_PARSING = frozenset({"dags backfill", "dags list", "dags list-runs", "dags next-execution"})
_PARSING_BEFORE_2 = frozenset({"list_dags", "backfill"})


@rule(
    severity="error",
    covers=["cli-dag-parsing-commands-on-2-0-2"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-apache-airflow-202.html",
)
def check(call: EndpointCall, project: Project, target: Target) -> Iterator[Finding]:
    for command in call.commands:
        name = " ".join(command.words[:2])
        newest = (2, 0, 2) if name in _PARSING else (1, 10, 15) if name.partition(" ")[0] in _PARSING_BEFORE_2 else None
        if newest is not None and _has_more_than_dags(project) and target.airflow <= newest:
            yield Finding(command, f"`{name}` parses DAGs where Airflow {target.airflow} has no requirements")


def _has_more_than_dags(project: Project) -> bool:
    beside = {folder.rpartition("/")[0] for folder in project.dag_folders}
    return bool(project.plugin_folders) or any(
        project.has(f"{folder}/{name}".lstrip("/")) for folder in beside for name in ("requirements.txt", "plugins.zip")
    )
