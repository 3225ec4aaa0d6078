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

from collections.abc import Iterator

from mwaa_doctor.models.code import Code
from mwaa_doctor.models.mwaa_calls import EndpointCall, PythonTalk, talk_of
from mwaa_doctor.models.parallel_calls import parallel_cli_calls
from mwaa_doctor.rule import Finding, rule

_MESSAGE = "calls to the Airflow command line of MWAA are made in parallel here"


@rule(
    severity="warning",
    covers=["cli-calls-not-parallel"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(code: Code) -> Iterator[Finding]:
    talk = talk_of(code.python or code.shell)
    if isinstance(talk, PythonTalk):
        for call in parallel_cli_calls(talk):
            yield Finding(talk.file.place_of(call.node), _MESSAGE)
    for request in code.requests:
        if request.target == "cli" and _many_by_xargs(request):
            yield Finding(request, _MESSAGE)


def _many_by_xargs(request: EndpointCall) -> bool:
    words = request.command.words if request.command is not None else ()
    if "xargs" not in words[:1]:
        return False
    for position, word in enumerate(words[: words.index("curl")] if "curl" in words else words):
        flag = next((flag for flag in ("--max-procs=", "--max-procs", "-P") if word.startswith(flag)), None)
        if flag is not None:
            count = word.removeprefix(flag) or next(iter(words[position + 1 : position + 2]), "")
            return count.isdigit() and int(count) != 1
    return False
