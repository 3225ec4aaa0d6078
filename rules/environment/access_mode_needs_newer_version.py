"""The web server is to be public and private at once, which this version of Airflow cannot be.

Why
    `PUBLIC_AND_PRIVATE` gives workers an endpoint of their own beside the public one. MWAA has it for Airflow 3.2.1 and
    later and refuses it for older versions.

Fix
    Raise `AirflowVersion`, or choose `PUBLIC_ONLY` or `PRIVATE_ONLY`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.0.6
          WebserverAccessMode: PUBLIC_AND_PRIVATE  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.2.1
          WebserverAccessMode: PUBLIC_AND_PRIVATE
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import AirflowVersion, Target


@rule(
    severity="error",
    covers=["access-mode-meaning", "access-mode-value-fits-version"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
)
def check(environment: Environment, target: Target) -> Iterator[Finding]:
    mode = environment.get("WebserverAccessMode")
    since = facts.access_modes().get(mode) if isinstance(mode, str) else None
    if since is None or since.since_airflow is None:
        return
    needed = AirflowVersion.parse(since.since_airflow)
    if needed is not None and target.airflow < needed:
        yield Finding(
            environment.at("WebserverAccessMode"),
            f"`{mode}` needs Airflow {needed} or later, but the environment has {target.airflow}",
            fix=f"Set `{environment.written('AirflowVersion', str(needed))}` or later, or another access mode",
        )
