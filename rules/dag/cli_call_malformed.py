"""A call to the Airflow command line of MWAA has the wrong form.

Why
    The endpoint takes one form: POST over https, the bearer of a CLI token, and the command without the word
    `airflow` as plain text. Anything else is answered with an error, or with the help text of Airflow and status 200.

Fix
    `requests.post(f"https://{host}/aws_mwaa/cli", headers={"Authorization": f"Bearer {token['CliToken']}",
    "Content-Type": "text/plain"}, data="dags trigger report")`, and decode `stdout` and `stderr` with base64.

Bad
    # scripts/trigger.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(  # <- here
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "application/json"},
        data="dags trigger report",
    )
    reply.raise_for_status()
    ---
    # scripts/trigger.sh
    curl --request POST "https://$HOST/aws_mwaa/cli" \\  # <- here
        --header "Authorization: Bearer $CLI_TOKEN" --header "Content-Type: text/plain" \\
        --data-raw "airflow dags trigger report"

Good
    # scripts/trigger.py
    import base64

    import boto3
    import requests

    token = boto3.client("mwaa").create_cli_token(Name="prod")
    reply = requests.post(
        f"https://{token['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": "Bearer " + token["CliToken"], "Content-Type": "text/plain; charset=utf-8"},
        data="dags trigger airflow_report",
    )
    reply.raise_for_status()
    print(base64.b64decode(reply.json()["stdout"]).decode())
"""

from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.rule import Finding, rule

_FORM_BY_DEFAULT = ("curl", "urllib.request.")


@rule(
    severity="error",
    covers=["cli-call-form"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(call: EndpointCall) -> Iterator[Finding]:
    if call.target != "cli":
        return
    faults = tuple(_faults(call))
    if faults:
        yield Finding(call, f"the call to the Airflow command line {faults[0]}", evidence=faults[1:])
    for place in call.code.undecoded_outputs(call):
        yield Finding(place, "`stdout` of the reply is used without decoding its base64", severity="warning")


def _faults(call: EndpointCall) -> Iterator[str]:
    if call.method not in (None, "POST"):
        yield f"is a `{call.method}`, the endpoint takes `POST` only"
    if call.is_plain_http:
        yield "goes over `http://`, the endpoint answers on https only"
    if call.body_kind == "json":
        yield "sends its command as JSON, the endpoint takes plain text"
    elif call.body_kind == "form":
        yield "sends its command as a form, the endpoint takes plain text"
    elif (content_type := _content_type(call)) is not None:
        yield f"has the content type `{content_type}`, the endpoint takes `text/plain`"
    if call.sends_web_token:
        yield "carries a `WebToken`, the endpoint takes the `CliToken` of `create_cli_token`"
    if any(command.words[:1] == ["airflow"] for command in call.commands):
        yield "sends a command that begins with `airflow`, the endpoint adds that word itself"


def _content_type(call: EndpointCall) -> str | None:
    if call.headers is None:
        return None
    found = call.headers.get("content-type")
    if found is None:
        is_form = call.client.startswith(_FORM_BY_DEFAULT) and call.body_kind != "none"
        return "application/x-www-form-urlencoded" if is_form else None
    return None if GAP in found or found.lower().startswith("text/plain") else found
