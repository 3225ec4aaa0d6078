"""Workers are to be replaced gracefully where MWAA cannot do that.

Why
    With `GRACEFUL` workers finish their tasks for up to twelve hours when the environment is updated. MWAA has it from
    Airflow 2.4.3 on and not in every Region; elsewhere the update is refused.

Fix
    Leave `WorkerReplacementStrategy` out, or raise the version first.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.2.2
          WorkerReplacementStrategy: GRACEFUL  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          WorkerReplacementStrategy: GRACEFUL
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import AirflowVersion, Target

_PROPERTY = "WorkerReplacementStrategy"


@rule(
    severity="warning",
    covers=["worker-replacement-strategy"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/update-environment.html",
)
def check(environment: Environment, target: Target) -> Iterator[Finding]:
    name = environment.get(_PROPERTY)
    row = facts.replacement_strategies().get(name) if isinstance(name, str) else None
    if row is None:
        return
    region = environment.snapshot.region
    if isinstance(region, str) and region in row.not_in_regions:
        yield Finding(environment.at(_PROPERTY), f"`{_PROPERTY}` is `{name}`, which MWAA does not have in {region}")
    needed = AirflowVersion.parse(row.since_airflow or "")
    if needed is not None and target.airflow < needed:
        message = f"`{_PROPERTY}` is `{name}`, which needs Airflow {needed}, but the environment has {target.airflow}"
        yield Finding(environment.at(_PROPERTY), message)
