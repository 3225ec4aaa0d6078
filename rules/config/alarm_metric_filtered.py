"""The lists of metrics keep back a metric that an alarm watches.

Why
    Airflow sends only what begins with an entry of the allow list, or with none of the block list. The alarm on a
    metric that is left out has no data and never rings.

Fix
    Add the beginning of the metric's name to the allow list, or take it out of the block list.

Bad
    # airflow-version: 2.10.3
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
            - Name: Environment
              Value: data-platform
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            metrics.metrics_allow_list: executor,dag_processing  # <- here

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
            - Name: Environment
              Value: data-platform
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            metrics.metrics_allow_list: scheduler,executor,dag_processing
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.models.alarms import AIRFLOW, Alarm
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_SENT_BY_MWAA = frozenset({"*"})


@rule(
    severity="warning",
    covers=["metrics-lists-keep-alarm-metrics"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html",
)
def check(alarm: Alarm, options: AirflowOptions, target: Target) -> Iterator[Finding]:
    metric = facts.airflow_metrics().get(alarm.name("MetricName") or "")
    if alarm.name("Namespace") != AIRFLOW or metric is None or metric.statsd in _SENT_BY_MWAA or not options.options:
        return
    allow, block = options.find("metrics.metrics_allow_list"), options.find("metrics.metrics_block_list")
    chosen = allow if allow is not None and allow.text.strip() else block
    if chosen is None or (target.airflow >= (3,) or _matches_patterns(options)):
        return  # from Airflow 3 on the entries are regular expressions, found anywhere in the name
    begins = any(metric.statsd.startswith(item) for item in _items(chosen))
    if begins == (chosen is block):
        where = f"{alarm.place.path}:{alarm.place.line}"
        yield Finding(
            chosen,
            f"`{chosen.name}` keeps back `{metric.statsd}`, which an alarm watches as `{metric.name}`",
            evidence=(f"{where} declares the alarm",),
        )


def _items(option: AirflowOption) -> list[str]:
    return [item.strip().lower() for item in option.text.split(",") if item.strip()]


def _matches_patterns(options: AirflowOptions) -> bool:
    option = options.named("metrics.metrics_use_pattern_match")
    return option is not None and option.truth() is not False
