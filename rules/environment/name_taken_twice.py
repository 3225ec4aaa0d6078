"""Two environments of the same template have the same name.

Why
    Names are unique within an account and Region. The second environment cannot be created, and the stack rolls back.

Fix
    Give each environment a name of its own.

Bad
    # template.yaml
    Resources:
      Daily:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
      Hourly:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform  # <- here

Good
    # template.yaml
    Resources:
      Daily:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform-daily
      Hourly:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform-hourly
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["environment-name-valid"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/create-environment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    name = environment.get("Name")
    for other in environment.snapshot.environments():
        if other is environment.record:
            return
        if environment.record.doubt or other.doubt or not isinstance(name, str):
            continue
        if other.body.get("Name") == name:
            yield Finding(
                environment.at("Name"),
                f"`{name}` is the name of `{other.label}` already",
                evidence=(f"{other.place_of('Name').path}:{other.place_of('Name').line} has the same name",),
            )
            return
