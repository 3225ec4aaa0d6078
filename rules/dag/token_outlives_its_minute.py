"""A token of MWAA is used longer than the 60 seconds that it lives.

Why
    CLI and web login tokens expire 60 seconds after they were made. A token that is fetched once for many calls,
    used after a pause, or stored for later, is refused with 403, first on slow days.

Fix
    Call `create_cli_token` or `create_web_login_token` right before each use.

Bad
    # scripts/backfill.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
    headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
    for day in range(300):
        reply = requests.post(url, data=f"dags trigger report -r day{day}", headers=headers)  # <- here
        reply.raise_for_status()

Good
    # scripts/backfill.py
    import boto3
    import requests

    client = boto3.client("mwaa")
    for day in range(300):
        token = client.create_cli_token(Name="prod")
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        reply = requests.post(url, data=f"dags trigger report -r day{day}", headers=headers)
        reply.raise_for_status()
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import PythonTalk, talk_of
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.rule import Finding, rule

_STORES = ("airflow:Variable.set", ".xcom_push", ".write", ".write_text", "json.dump", ".put_parameter", ".put_object")
_SHORT = 3


@rule(
    severity="warning",
    covers=["token-used-within-60-seconds"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    talk = talk_of(file)
    if not isinstance(talk, PythonTalk) or not talk.token_calls:
        return
    made = {id(call.node): call for call in talk.token_calls}
    for request in talk.endpoint_calls:
        if request.call is not None:
            parts = _arguments(request.call)
            used = {id(node) for part in parts for node, _ in talk.tokens_in(part, request.call.scope)}
            for number in used & made.keys():
                yield from _late(talk, made[number], request.call)
    for call in file.index.calls:
        name = talk.flow.name_of(call.node)
        if name in _STORES and any(True for part in _arguments(call) for _ in talk.tokens_in(part, call.scope)):
            yield Finding(file.place_of(call.node), "a token that lives 60 seconds is stored")
    for token in talk.token_calls:
        yield from _returned(talk, token)


def _late(talk: PythonTalk, token: Call, use: Call) -> Iterator[Finding]:
    if token.scope.function() is not use.scope.function():
        return
    around = {id(loop) for loop in talk.flow.loops(token.node)}
    place = talk.file.place_of(use.node)
    if any(id(loop) not in around and not _is_short(talk, loop, use) for loop in talk.flow.loops(use.node)):
        yield Finding(place, f"a token made once, in line {token.node.lineno}, is used in each round of a loop")
        return
    for call in talk.file.calls("time.sleep"):
        seconds = talk.file.constant(argument(call.node, "secs", 0), call.scope)
        same = call.scope.function() is use.scope.function()
        between = token.node.lineno < call.node.lineno < use.node.lineno
        if same and between and isinstance(seconds, (int, float)) and seconds >= 60 and not talk.flow.loops(call.node):
            yield Finding(place, f"a token that lives 60 seconds is used after a pause of {seconds} seconds")
            return


def _is_short(talk: PythonTalk, loop: ast.AST, use: Call) -> bool:
    source = getattr(loop, "iter", None)
    if isinstance(source, ast.Call) and talk.file.resolve(source.func, use.scope) == "range" and len(source.args) == 1:
        rounds = talk.file.constant(source.args[0], use.scope)
        return isinstance(rounds, int) and rounds <= _SHORT
    values = talk.file.constant(source, use.scope)
    return isinstance(values, (list, tuple)) and len(values) <= _SHORT


def _arguments(call: Call) -> list[ast.expr]:
    return [*call.node.args, *(keyword.value for keyword in call.node.keywords)]


def _returned(talk: PythonTalk, token: Call) -> Iterator[Finding]:
    function = token.scope.function()
    decorators = getattr(function.node, "decorator_list", ()) if function is not None else ()
    names = [talk.file.resolve(item).removesuffix("()") for item in decorators]
    if not any(name == "airflow:task" or name.startswith("airflow:task.") for name in names):
        return
    for use in talk.flow.uses(token.node):
        value = getattr(use.node, "value", None) if use.kind == "return" else None
        if value is not None and any(True for _ in talk.tokens_in(value, token.scope)):
            yield Finding(talk.file.place_of(use.node), "a token that lives 60 seconds goes into an XCom")
