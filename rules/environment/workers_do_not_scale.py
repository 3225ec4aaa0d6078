"""The fewest and the most workers are the same number.

Why
    Workers are then neither added with the load nor taken away in quiet hours, and all of them are paid for all the
    time. It is meant for steady load.

Fix
    Lower `MinWorkers`, or keep it if the load is steady.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          MinWorkers: 5  # <- here
          MaxWorkers: 5

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          MinWorkers: 1
          MaxWorkers: 5
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_size import EnvironmentSize
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["min-equals-max-workers"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-autoscaling.html",
)
def check(environment: Environment, size: EnvironmentSize) -> Iterator[Finding]:
    fewest, most = size.given("MinWorkers"), size.given("MaxWorkers")
    if fewest is not None and fewest == most and most > 1:
        yield Finding(environment.at("MinWorkers"), f"`MinWorkers` and `MaxWorkers` are both {most}, so nothing scales")
