"""The reply of the Airflow command line is not looked at.

Why
    A command that fails, or a DAG that does not exist, is told by the status and by `stderr` of the reply alone. Code
    that drops the reply counts every failed trigger as a success, and nobody notices until data is missing.

Fix
    Call `raise_for_status()` on the reply and raise if the decoded `stderr` says that the command failed.

Bad
    # dags/trigger.py
    import boto3
    import requests


    def trigger():
        token = boto3.client("mwaa").create_cli_token(Name="prod")
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        requests.post(url, data="dags trigger report", headers=headers)  # <- here

Good
    # dags/trigger.py
    import boto3
    import requests


    def trigger():
        token = boto3.client("mwaa").create_cli_token(Name="prod")
        url = f"https://{token['WebServerHostname']}/aws_mwaa/cli"
        headers = {"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"}
        reply = requests.post(url, data="dags trigger report", headers=headers)
        reply.raise_for_status()
"""

from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["remote-trigger-response-checked"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-invoke-dag.html",
)
def check(call: EndpointCall) -> Iterator[Finding]:
    if call.target == "cli" and call.call is not None and not call.reply_is_checked:
        yield Finding(call, "neither status nor `stderr` of this call to the Airflow command line is ever read")
