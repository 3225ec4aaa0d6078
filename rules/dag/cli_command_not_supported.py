"""A command sent to the Airflow command line of MWAA is not one that it runs.

Why
    The endpoint runs only some commands of Airflow; which ones depends on the version. All others, such as
    `connections list`, `users create` or `db upgrade`, are refused at run time.

Fix
    Use a command of the list, the REST API, the web interface, or an operator in a DAG.

Bad
    # scripts/list.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="connections list",  # <- here
    )
    reply.raise_for_status()

Good
    # scripts/list.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="connections add warehouse --conn-uri 'postgres://db'",
    )
    reply.raise_for_status()
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.facts.airflow1_commands import airflow1_commands
from mwaa_doctor.models.mwaa_calls import Command, EndpointCall
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["cli-command-supported"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-cli-command-reference.html",
)
def check(call: EndpointCall, target: Target) -> Iterator[Finding]:
    by_version = [known for row in facts.releases() if (known := facts.cli_commands(row.version)) is not None]
    for command in call.commands:
        if not command.words or command.words[0] in airflow1_commands() or command.words[0] == "airflow":
            continue
        if all(_is_known(command, known) for known in by_version):
            continue
        known = facts.cli_commands(str(target.airflow))
        # Before 2.2 the commands that parse DAGs do run, unless the environment has plugins or requirements.
        parses_dags = target.airflow < (2, 2) and _is_known(command, facts.cli_commands("2.2.2") or frozenset())
        if known is not None and not _is_known(command, known) and not parses_dags:
            name = " ".join(command.words[:2])
            yield Finding(command, f"the Airflow command line of MWAA does not run `{name}` on {target.airflow}")


def _is_known(command: Command, known: frozenset[str]) -> bool:
    """Whether the command is one of these, or may become one by what is not known of it."""
    first, second = command.words[0], command.words[1:2]
    if first in known or first.startswith("-"):
        return True
    if second:
        return f"{first} {second[0]}" in known
    return not command.is_complete and any(name.startswith(first + " ") for name in known)
