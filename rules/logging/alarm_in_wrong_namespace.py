"""An alarm watches a metric where MWAA does not send it.

Why
    Airflow's metrics are in the namespace `AmazonMWAA`, those of containers, queue and database in `AWS/MWAA`. Copies
    of the sample dashboard misprint the first. An alarm on another namespace never has data and never rings.

Fix
    Correct the namespace.

Bad
    # template.yaml
    Resources:
      Heartbeat:
        Type: AWS::CloudWatch::Alarm
        Properties:
          Namespace: AmazonMWA  # <- here
          MetricName: SchedulerHeartbeat
          Statistic: Sum
          Period: 300
          EvaluationPeriods: 2
          Threshold: 1
          ComparisonOperator: LessThanThreshold
          Dimensions:
            - Name: Function
              Value: Scheduler
            - Name: Environment
              Value: data-platform
      Airflow:
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
          Dimensions:
            - Name: Function
              Value: Scheduler
            - Name: Environment
              Value: data-platform
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
"""

import re
from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.alarms import AIRFLOW, SERVICE, Alarm
from mwaa_doctor.rule import Finding, rule

_MISPRINT = re.compile(r"amazon\s?m[wav]+a+", re.IGNORECASE)


@rule(
    severity="warning",
    covers=["metric-facts", "metric-namespace-and-dimensions"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html",
)
def check(alarm: Alarm) -> Iterator[Finding]:
    namespace, metric = alarm.name("Namespace"), alarm.name("MetricName")
    if namespace is None or metric is None:
        return
    wanted = None
    if namespace not in (AIRFLOW, SERVICE) and _MISPRINT.fullmatch(namespace):
        wanted = SERVICE if metric in facts.infrastructure_metrics() else AIRFLOW
    elif namespace == SERVICE and metric in facts.airflow_metrics():
        wanted = AIRFLOW
    elif namespace == AIRFLOW and metric in facts.infrastructure_metrics():
        wanted = SERVICE
    if wanted is not None:
        yield Finding(
            alarm.at("Namespace"),
            f"`{metric}` is in the namespace `{wanted}`, not in `{namespace}`",
            fix=f"Write `Namespace: {wanted}`",
        )
    elif namespace == AIRFLOW and metric in facts.airflow_metrics():
        given = alarm.dimensions
        strange = [name for name in given if name not in facts.metric_dimensions()]
        if strange:
            yield Finding(alarm.at("Dimensions"), f"`{metric}` has no dimension `{strange[0]}`")
        elif "Environment" not in given:
            message = f"the alarm on `{metric}` lacks the dimension `Environment`, so it never has data"
            yield Finding(alarm.at("Dimensions"), message, fix="Add the dimension `Environment` with the name")
