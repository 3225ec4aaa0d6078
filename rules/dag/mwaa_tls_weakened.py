"""TLS is weakened for calls to MWAA.

Why
    Without verification anybody on the way can read the token and send commands to the environment. MWAA takes TLS 1.2
    and later only, so older protocols do not connect at all.

Fix
    Delete `verify=False`, `-k` or the SSL context: the default settings are right for MWAA.

Bad
    # scripts/trigger.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    requests.post(  # <- here
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="dags trigger report",
        verify=False,
    ).raise_for_status()
    ---
    # scripts/trigger.sh
    curl -sk -X POST "https://$HOST/aws_mwaa/cli" -H "Content-Type: text/plain" -d "dags trigger report"  # <- here

Good
    # scripts/trigger.py
    import boto3
    import requests

    requests.get("https://localhost:8443/health", verify=False)
    token = boto3.client("mwaa").create_cli_token(Name="prod")
    requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain"},
        data="dags trigger report",
        verify="/etc/ssl/certs/company.pem",
    ).raise_for_status()
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.code import Code
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.rule import Finding, rule

_OLD_PROTOCOLS = ("ssl.PROTOCOL_TLSv1", "ssl.PROTOCOL_TLSv1_1", "ssl.PROTOCOL_SSLv3", "ssl.PROTOCOL_SSLv2")
_CLIENTS = ("boto3.client", "boto3.Session().client", "boto3.session.Session().client")
_AWS_UNVERIFIED = re.compile(r"\baws\s+(?:--\S+\s+)*mwaa\s.*--no-verify-ssl\b|\baws\s.*--no-verify-ssl\s.*\bmwaa\s")


@rule(
    severity="error",
    covers=["client-tls"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/infrastructure-security.html",
)
def check(code: Code) -> Iterator[Finding]:
    calls = tuple(code.requests)
    for call in calls:
        if call.skips_verification:
            yield Finding(call, "the certificate of the MWAA web server is not verified")
    if code.python is not None:
        yield from _in_python(code.python, bool(calls))
    elif code.shell is not None:
        for line, text in code.shell.commands():
            if "no-verify-ssl" in text and _AWS_UNVERIFIED.search(text):
                yield Finding(code.shell.place_of(line), "the certificate of the MWAA API is not verified")


def _in_python(file: PythonFile, talks_to_web_server: bool) -> Iterator[Finding]:
    for call in file.calls(*_CLIENTS):
        verify = file.constant(argument(call.node, "verify"), call.scope)
        if verify is False and file.constant(argument(call.node, "service_name", 0), call.scope) == "mwaa":
            yield Finding(file.place_of(call.node), "the certificate of the MWAA API is not verified")
    if not talks_to_web_server:
        return
    for call in file.calls("ssl._create_unverified_context"):
        yield Finding(file.place_of(call.node), "the certificate of the MWAA web server is not verified")
    for call in file.calls("ssl.SSLContext"):
        protocol = argument(call.node, "protocol", 0)
        name = file.resolve(protocol, call.scope) if protocol is not None else ""
        if name in _OLD_PROTOCOLS:
            yield Finding(file.place_of(call.node), f"`{name}` is older than the TLS 1.2 that MWAA asks for")
