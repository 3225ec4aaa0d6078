"""Calls to the Airflow command line are made in parallel.

Why
    Each command starts a whole Airflow on the web server, which bears about four at once. More of them time out or
    take the web server down for everybody, and the failed ones have to be found one by one.

Fix
    Send the next command after the reply to the former, or use the REST API or `TriggerDagRunOperator`.

Bad
    # scripts/backfill.py
    from concurrent.futures import ThreadPoolExecutor

    import boto3
    import requests


    def trigger(day):
        token = boto3.client("mwaa").create_cli_token(Name="prod")
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        requests.post(url, data=f"dags trigger report -e {day}", headers=headers).raise_for_status()


    with ThreadPoolExecutor(8) as pool:
        pool.map(trigger, range(30))  # <- here

Good
    # scripts/backfill.py
    from concurrent.futures import ThreadPoolExecutor

    import boto3
    import requests


    def trigger(day):
        token = boto3.client("mwaa").create_cli_token(Name="prod")
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        requests.post(url, data=f"dags trigger report -e {day}", headers=headers).raise_for_status()


    with ThreadPoolExecutor(8) as pool:
        for day in pool.map(str, range(30)):
            trigger(day)
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.code import Code
from mwaa_doctor.models.mwaa_calls import PythonTalk, talk_of
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.rule import Finding, rule

_IN_SHELL = re.compile(r"\bxargs\s.*(?:-P|--max-procs)[ =]?(?:0|[2-9]|\d\d)|(?:^|[|;]\s*)parallel\s")


@rule(
    severity="warning",
    covers=["cli-calls-not-parallel"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(code: Code) -> Iterator[Finding]:
    talk = talk_of(code.python or code.shell)
    if isinstance(talk, PythonTalk):
        for call in talk.parallel_cli_calls:
            where = talk.file.place_of(call.node)
            yield Finding(where, "calls to the Airflow command line of MWAA are made in parallel here")
    elif code.shell is not None:
        yield from _in_shell(code, code.shell)


def _in_shell(code: Code, script: ShellScript) -> Iterator[Finding]:
    lines = {call.place.line for call in code.requests if call.target == "cli"}
    for line, text in script.commands() if lines else ():
        if line in lines and _IN_SHELL.search(text):
            where = script.place_of(line)
            yield Finding(where, "calls to the Airflow command line of MWAA are made in parallel here")
