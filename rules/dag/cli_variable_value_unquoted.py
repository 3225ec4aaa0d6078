"""The value of a variable is sent to the Airflow command line without quotes.

Why
    The command is split like a shell line. A value with a space, a quote or JSON in it is cut or loses its quotes: the
    variable is set to something else, or the command fails.

Fix
    Wrap key and value in `shlex.quote()`, or import the variables from a DAG.

Bad
    # scripts/import_variables.py
    import boto3
    import requests


    def put(key, value):
        token = boto3.client("mwaa").create_cli_token(Name="prod")
        reply = requests.post(
            f"https://{token['WebServerHostname']}/aws_mwaa/cli",
            headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
            data="variables set " + key + " " + value,  # <- here
        )
        reply.raise_for_status()

Good
    # scripts/import_variables.py
    import shlex

    import boto3
    import requests


    def put(key, value):
        token = boto3.client("mwaa").create_cli_token(Name="prod")
        reply = requests.post(
            f"https://{token['WebServerHostname']}/aws_mwaa/cli",
            headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
            data=f"variables set {key} {shlex.quote(value)}",
        )
        reply.raise_for_status()
"""

import ast
import re
from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import Command, EndpointCall, PythonTalk
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.rule import Finding, rule

_BARE_VALUE = re.compile(rf"variables set (?:-j |--json )?[^\s\"']+ +({GAP})(?:\s|$)")


@rule(
    severity="warning",
    covers=["cli-variable-import-script"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-variables-import.html",
)
def check(call: EndpointCall) -> Iterator[Finding]:
    for command in call.commands:
        match = _BARE_VALUE.match(command.line)
        if match is not None and not _may_be_quoted(call, command, match.start(1)):
            yield Finding(command, "`variables set` gets a value without quotes, which is split at its first space")


def _may_be_quoted(call: EndpointCall, command: Command, position: int) -> bool:
    """Whether a function may have made the value safe; a shell variable never is."""
    part = command.text.gap_at(position) if command.text is not None else None
    if part is None or not isinstance(call.code, PythonTalk):
        return command.text is not None
    if isinstance(part.gap, ast.Name) and part.scope is not None:
        found = call.code.file.names.lookup(part.gap.id, part.scope, part.gap.lineno)
        return found is None or not found.certain
    return not isinstance(part.gap, (ast.Subscript, ast.Attribute))
