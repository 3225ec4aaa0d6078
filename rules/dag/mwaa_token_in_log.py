"""A token of MWAA is printed or logged.

Why
    For 60 seconds the token opens the environment to whoever reads the log, and task logs are read by more people than
    may run commands.

Fix
    Log the name of the environment instead.

Bad
    # dags/login.py
    import boto3


    def login():
        reply = boto3.client("mwaa").create_cli_token(Name="prod")
        print(f"token: {reply['CliToken']}")  # <- here

Good
    # dags/login.py
    import boto3


    def login():
        reply = boto3.client("mwaa").create_cli_token(Name="prod")
        print(f"host: {reply['WebServerHostname']}")
        return reply["CliToken"]
"""

from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import PythonTalk, is_shown, talk_of
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    talk = talk_of(file)
    if not isinstance(talk, PythonTalk) or not talk.token_calls or file.role == "script":
        return
    for call in file.index.calls:
        if not is_shown(talk.flow.name_of(call.node)):
            continue
        shown = {key for part in call.node.args for _, key in talk.tokens_in(part, call.scope)}
        if shown:
            name = next(iter(shown - {""}), "reply with the token")
            yield Finding(file.place_of(call.node), f"the `{name}` of MWAA is written to the log")
