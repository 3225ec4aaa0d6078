"""An alarm watches a metric that the environment does not send.

Why
    Metrics come and go with Airflow versions, and misspelt names are accepted. Such an alarm has no data and never
    rings.

Fix
    Write the name that this version sends, or drop the alarm.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Waiting:
        Type: AWS::CloudWatch::Alarm
        Properties:
          Namespace: AmazonMWAA
          MetricName: TasksPending  # <- here
          Statistic: Maximum
          Period: 300
          EvaluationPeriods: 2
          Threshold: 100
          ComparisonOperator: GreaterThanThreshold
          Dimensions:
            - Name: Environment
              Value: data-platform
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3

Good
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
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
"""

from collections.abc import Iterator
from difflib import get_close_matches

from mwaa_doctor import facts
from mwaa_doctor.models.alarms import AIRFLOW, Alarm
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target


@rule(
    severity="warning",
    covers=["metric-exists"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html",
)
def check(alarm: Alarm, target: Target) -> Iterator[Finding]:
    metric = alarm.name("MetricName")
    if alarm.name("Namespace") != AIRFLOW or metric is None or metric in facts.infrastructure_metrics():
        return
    known = facts.airflow_metrics()
    row = known.get(metric)
    if row is None:
        near = get_close_matches(metric, known, 1, 0.85)
        if not near:
            raise Unknown(f"`{metric}` is not among the metrics known as of {facts.knowledge_date()}")
        yield Finding(alarm.at("MetricName"), f"MWAA sends no metric `{metric}`", fix=f"Write `{near[0]}`")
        return
    version = str(target.airflow)
    if not row.is_sent_by(version):
        limit = f"from Airflow {row.since} on" if row.since and not row.until else f"up to Airflow {row.until}"
        yield Finding(alarm.at("MetricName"), f"`{metric}` is sent {limit}, but the environment has {version}")
