"""The name of the MWAA service, or a key of its replies, is misspelt.

Why
    Copies of the manual print `mwa` or `mwaas`, and keys in lower case. boto3 and the AWS command line know `mwaa`
    alone, the web server `/aws_mwaa/`, and the replies hold `WebToken`, `CliToken` and `WebServerHostname`.

Fix
    Write `boto3.client("mwaa")`, `aws mwaa`, `/aws_mwaa/cli`, and the keys as the API returns them.

Bad
    # dags/login.py
    import boto3


    def login():
        reply = boto3.client("mwaa").create_web_login_token(Name="prod")
        boto3.client("mwaas").get_environment(Name="prod")  # <- here
        return reply["webToken"]  # <- here
    ---
    # scripts/describe.sh
    aws mwa get-environment --name prod  # <- here

Good
    # dags/login.py
    import boto3


    def login(event):
        reply = boto3.client("mwaa").create_web_login_token(Name=event["webServerHostname"])
        return reply["WebToken"]
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.code import Code
from mwaa_doctor.models.mwaa_calls import PythonTalk, ShellTalk, talk_of
from mwaa_doctor.models.python_file import argument
from mwaa_doctor.models.shell_words import ShellCommand, split_commands
from mwaa_doctor.rule import Finding, rule

_PATH = "/aws_mwa/"
_WRONG_PATH = "the web server of MWAA has no path `/aws_mwa/`, it is `/aws_mwaa/`"
_WITH_VALUE = ("--region", "--profile", "--output", "--endpoint-url", "--query", "--ca-bundle", "--color")
_WRONG = ("mwa", "mwaas", "mwwa", "mmwaa")
_KEYS = {key.lower(): key for key in ("CliToken", "WebToken", "WebServerHostname")}


@rule(
    severity="error",
    covers=["mwaa-client-misspelt"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-web.html",
)
def check(code: Code) -> Iterator[Finding]:
    talk = talk_of(code.python or code.shell)
    if talk is None or not talk.applies:
        return
    if isinstance(talk, ShellTalk):
        for command in talk.commands:
            for message in _in_command(command):
                yield Finding(talk.place_of(command), message)
    if isinstance(talk, PythonTalk):
        yield from _in_python(talk)


def _in_command(command: ShellCommand) -> Iterator[str]:
    if command.program == "aws":
        words = iter(command.arguments)
        for word in words:
            if not word.startswith("--"):
                if word in _WRONG:
                    yield f"the AWS command line has no service `{word}`, it is `mwaa`"
                break
            if word in _WITH_VALUE:
                next(words, None)
    if any(_PATH in word for word in command.arguments):
        yield _WRONG_PATH


def _in_python(talk: PythonTalk) -> Iterator[Finding]:
    file = talk.file
    for call in file.index.calls:
        attribute = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
        position, name = (0, "service_name") if attribute in ("client", "create_client") else (-1, "client_type")
        given = argument(call.node, name, position)
        service = file.constant(given, call.scope)
        if given is not None and service in _WRONG:
            yield Finding(file.place_of(given), f"boto3 has no service `{service}`, it is `mwaa`")
    for text in file.texts:
        if _PATH in text.value:
            yield Finding(file.place_of(text.node), _WRONG_PATH)
        elif "aws" in text.value and any(word in text.value for word in _WRONG):
            for message in (found for command in split_commands(text.value) for found in _in_command(command)):
                yield Finding(file.place_of(text.node), message)
    for token in talk.token_calls:
        for use in talk.flow.uses(token.node):
            right = _KEYS.get(use.detail.lower()) if use.kind == "key" else None
            if right is not None and right != use.detail:
                yield Finding(file.place_of(use.node), f"the reply has no key `{use.detail}`, it is `{right}`")
