"""The path or a field of the Airflow REST API belongs to another version of Airflow.

Why
    Airflow 2 has its REST API under `/api/v1`, Airflow 3 under `/api/v2`; the login of MWAA moved as well, and
    `execution_date` became `logical_date`. Calls in the old form end in 404 or 422 after the upgrade.

Fix
    Use the paths and fields of the environment's version, or `boto3.client("mwaa").invoke_rest_api(...)`.

Bad
    # airflow-version: 3.0.6
    # scripts/trigger.py
    import boto3
    import requests

    token = boto3.client("mwaa").create_web_login_token(Name="prod")
    host = token["WebServerHostname"]
    reply = requests.post(f"https://{host}/aws_mwaa/login", data={"token": token["WebToken"]})  # <- here
    url = f"https://{host}/api/v1/dags/report/dagRuns"
    requests.post(url, cookies=reply.cookies, json={"conf": {}}).raise_for_status()  # <- here

Good
    # airflow-version: 3.0.6
    # scripts/trigger.py
    import boto3
    import requests

    requests.get("https://partner.example.com/api/v1/dags/7").raise_for_status()
    token = boto3.client("mwaa").create_web_login_token(Name="prod")
    host = token["WebServerHostname"]
    reply = requests.post(f"https://{host}/pluginsv2/aws_mwaa/login", data={"token": token["WebToken"]})
    url = f"https://{host}/api/v2/dags/report/dagRuns"
    requests.post(url, cookies=reply.cookies, json={"logical_date": None}).raise_for_status()
"""

from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    confidence="medium",
    covers=["rest-api-path-fits-version"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-mwaa-apache-airflow-rest-api.html",
)
def check(call: EndpointCall, target: Target) -> Iterator[Finding]:
    for old, (fault, cure) in _signs(call):
        if (target.airflow < (3,)) != old:
            yield Finding(call, f"{fault} of Airflow {2 if old else 3} is used with {target.airflow}, which has {cure}")


def _signs(call: EndpointCall) -> Iterator[tuple[bool, tuple[str, str]]]:
    """What shows for which version a call was written: whether it is Airflow 2, the thing, and its counterpart."""
    if call.target == "rest":
        old = "/api/v1/" in call.url
        yield old, ("the path `/api/v1`", "`/api/v2`") if old else ("the path `/api/v2`", "`/api/v1`")
    if call.target == "login":
        old = "/pluginsv2/" not in call.url
        paths = ("the login `/aws_mwaa/login`", "`/pluginsv2/aws_mwaa/login`")
        yield old, paths if old else ("the login `/pluginsv2/aws_mwaa/login`", "`/aws_mwaa/login`")
    if call.target == "invoke" and call.url.rstrip("/").endswith("/dagRuns") and "execution_date" in call.body_keys:
        yield True, ("the field `execution_date`", "`logical_date`")
