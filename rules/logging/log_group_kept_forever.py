"""A log group of the environment keeps everything for ever.

Why
    Logs are paid for by the gigabyte and month. Without a retention time the groups of a busy environment grow for as
    long as it exists, and outlive it.

Fix
    Set a retention time.

Bad
    # template.yaml
    Resources:
      TaskLogs:  # <- here
        Type: AWS::Logs::LogGroup
        Properties:
          LogGroupName: airflow-data-platform-Task
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform

Good
    # template.yaml
    Resources:
      TaskLogs:
        Type: AWS::Logs::LogGroup
        Properties:
          LogGroupName: airflow-data-platform-Task
          RetentionInDays: 90
      Other:
        Type: AWS::Logs::LogGroup
        Properties:
          LogGroupName: /aws/lambda/other
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["log-cost"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    name = environment.get("Name")
    for group in environment.snapshot.read("logs:LogGroup"):
        of_environment = isinstance(group.key, str) and group.key.startswith(f"airflow-{name}-")
        if isinstance(name, str) and of_environment and group.get("retentionInDays") is None:
            yield Finding(
                group.at("retentionInDays"),
                f"the log group `{group.key}` keeps its logs for ever",
                fix="Set `RetentionInDays`, for example to 90",
                cause=f"retention of {name}",
            )
