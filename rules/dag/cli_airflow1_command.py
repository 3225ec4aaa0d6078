"""A command of Airflow 1 is sent to the Airflow command line.

Why
    Airflow 2 renamed its commands: `trigger_dag`, `list_dags` and `unpause` are unknown to it, and `-conf` is read as
    `-c onf`. The call fails at run time, or starts the DAG without its configuration.

Fix
    Send the present name: `dags trigger report -c '{"key": "value"}'`.

Bad
    # scripts/trigger.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="trigger_dag report",  # <- here
    )
    reply.raise_for_status()

Good
    # scripts/trigger.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="dags trigger trigger_dag --conf '{\\"day\\": 1}'",
    )
    reply.raise_for_status()
"""

import json
from collections.abc import Iterator
from itertools import pairwise

from mwaa_doctor.facts.airflow1_commands import airflow1_commands
from mwaa_doctor.models.mwaa_calls import Command, EndpointCall
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_words import split_commands
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["cli-airflow1-commands"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-cli-command-reference.html",
)
def check(call: EndpointCall, target: Target) -> Iterator[Finding]:
    for command in call.commands:
        words = command.words[1:] if command.words[:1] == ["airflow"] else command.words
        now = airflow1_commands().get(words[0]) if words else None
        if now is not None and target.airflow >= (2,):
            yield Finding(command, f"`{words[0]}` is a command of Airflow 1, it is `{now}` now")
        elif words[:2] == ["dags", "trigger"] and (fault := _fault(command)) is not None:
            yield Finding(command, fault)


def _fault(command: Command) -> str | None:
    words = [word for part in split_commands(command.line)[:1] for word in part.words]
    if "-conf" in words:
        return "`-conf` is no option of `dags trigger`, it is `--conf` or `-c`"
    for option, value in pairwise(words):
        if option in ("-c", "--conf") and GAP not in command.line:
            try:
                json.loads(value)
            except ValueError:
                return f"`{value}` after `{option}` is not JSON"
    return None
