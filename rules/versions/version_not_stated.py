"""The environment does not say which version of Airflow it is to have.

Why
    AWS then takes the newest version that it offers. When the environment is created anew, in another account or after
    a loss, it silently gets another Airflow, for which neither requirements nor DAGs were made.

Fix
    State the version.

Bad
    # template.yaml
    Resources:
      Airflow:  # <- here
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["airflow-version-stated"],
    source="https://docs.aws.amazon.com/mwaa/latest/API/API_CreateEnvironment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    if environment.record.body.get("AirflowVersion") is None:
        version = environment.fallback.version or next(item.version for item in reversed(facts.releases()))
        line = environment.written("AirflowVersion", str(version))
        yield Finding(
            environment.at("AirflowVersion"),
            "`AirflowVersion` is not set, so the environment gets the newest version on the day it is created",
            fix=f"Write `{line}`; if the environment runs already, the version that it has",
        )
