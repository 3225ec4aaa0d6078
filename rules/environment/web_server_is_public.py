"""The web server is reachable from the internet.

Why
    IAM still decides who may log in, but everybody can reach the log-in. The manual recommends private access where
    the web server is used within a company's network only.

Fix
    Set `WebserverAccessMode: PRIVATE_ONLY` if people have a way into the VPC.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          WebserverAccessMode: PUBLIC_ONLY  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          WebserverAccessMode: PRIVATE_ONLY
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["webserver-is-public"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    mode = environment.get("WebserverAccessMode")
    row = facts.access_modes().get(mode) if isinstance(mode, str) else None
    if row is not None and row.public:
        message = f"`WebserverAccessMode` is `{mode}`, so the web server is reachable from the internet"
        private = environment.written("WebserverAccessMode", "PRIVATE_ONLY")
        fix = f"Set `{private}` if people have a way into the VPC"
        yield Finding(environment.at("WebserverAccessMode"), message, fix=fix)
