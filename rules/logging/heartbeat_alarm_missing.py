"""No alarm watches the heartbeat of the environment's schedulers.

Why
    When the schedulers stop, nothing fails: tasks are just not started. The heartbeat is what tells, and the manual
    asks for an alarm on it.

Fix
    Add an alarm on `SchedulerHeartbeat`, `Sum` below 1 in two periods of 300 s, missing data breaching.

Bad
    # template.yaml
    Resources:
      Waiting:
        Type: AWS::CloudWatch::Alarm
        Properties:
          Namespace: AmazonMWAA
          MetricName: QueuedTasks
          Statistic: Maximum
          Period: 300
          EvaluationPeriods: 2
          Threshold: 100
          ComparisonOperator: GreaterThanThreshold
          Dimensions:
            - Name: Environment
              Value: data-platform
      Airflow:  # <- here
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform

Good
    # template.yaml
    Resources:
      Heartbeat:
        Type: AWS::CloudWatch::Alarm
        Properties:
          Namespace: AmazonMWAA
          MetricName: SchedulerHeartbeat
          Statistic: Sum
          Period: 300
          EvaluationPeriods: 2
          Threshold: 1
          ComparisonOperator: LessThanThreshold
          TreatMissingData: breaching
          Dimensions:
            - Name: Environment
              Value: data-platform
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
"""

from collections.abc import Iterator

from mwaa_doctor.models.alarms import Alarm
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, Unknown, rule

_METRIC = "SchedulerHeartbeat"


@rule(
    severity="info",
    covers=["heartbeat-alarm-exists"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-monitoring.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    alarms = [*Alarm.subjects(environment)]
    if any(alarm.name("MetricName") == _METRIC for alarm in alarms):
        return
    listed = "cloudwatch:Alarm" in environment.snapshot.listed
    if not listed and (not alarms or any(alarm.name("MetricName") is None for alarm in alarms)):
        raise Unknown(f"{environment.snapshot.name} does not tell of every alarm")
    yield Finding(environment, f"no alarm watches `{_METRIC}` of `{environment.name}`")
