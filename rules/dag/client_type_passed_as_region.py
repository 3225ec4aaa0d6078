"""The service is given to `get_client_type()`, which takes a Region.

Why
    Since version 6 of the Amazon provider (Airflow 2.4.3 on MWAA) the first argument of `get_client_type()` is the
    Region. A service name there builds a client for a Region that does not exist, and the first call fails.

Fix
    Give the service to the hook: `AwsBaseHook(client_type="secretsmanager").get_conn()`.

Bad
    # dags/secrets_sample.py
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook


    def read():
        hook = AwsBaseHook(client_type="secretsmanager")
        return hook.get_client_type("secretsmanager")  # <- here

Good
    # dags/secrets_sample.py
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook


    def read():
        hook = AwsBaseHook(client_type="secretsmanager")
        return hook.get_client_type("us-gov-west-1"), hook.get_client_type(region_name="eu-west-1")
"""

import re
from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_REGION = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-\d+")
_PROVIDER = "apache-airflow-providers-amazon"


@rule(
    severity="error",
    covers=["aws-hook-get-client-type-argument"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-secrets-manager.html",
)
def check(file: PythonFile, target: Target) -> Iterator[Finding]:
    for call in file.calls("airflow:*") if file.mentions(b"get_client_type") else ():
        if not file.name(call).endswith("Hook().get_client_type"):
            continue
        given = argument(call.node, "client_type") or (call.node.args[0] if call.node.args else None)
        service = file.constant(given, call.scope)
        if not isinstance(service, str) or _REGION.fullmatch(service):
            continue
        shipped = facts.installed(str(target.airflow))
        version = shipped.get(_PROVIDER, "") if shipped is not None else ""
        if version and int(version.partition(".")[0]) >= 6:
            yield Finding(
                file.place_of(call.node),
                f"`get_client_type` of the Amazon provider {version} takes a Region, not `{service}`",
            )
