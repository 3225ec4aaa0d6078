"""A metric that is quiet on a healthy environment is not.

Why
    Airflow counts what should not happen: files that do not import, tasks that lost their worker, heartbeats that
    failed. The counts show trouble before anybody complains.

Fix
    Look into the component that the finding names; its log group says more.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudwatch:Metric", "key": "ZombiesKilled", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AmazonMWAA", "MetricName": "ZombiesKilled", "Dimensions": [{"Name": "Environment",
           "Value": "sales"}, {"Name": "Function", "Value": "Scheduler"}], "Period": 3600, "Statistic":
           "Sum", "Values": [0.0, 3.0, 1.0]}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudwatch:Metric", "key": "ZombiesKilled", "place": {"path": "snapshot.json"}, "body":
          {"Namespace": "AmazonMWAA", "MetricName": "ZombiesKilled", "Dimensions": [{"Name": "Environment",
           "Value": "sales"}, {"Name": "Function", "Value": "Scheduler"}], "Period": 3600, "Statistic":
           "Sum", "Values": [0.0, 0.0, 0.0]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.alarms import AIRFLOW
from mwaa_doctor.models.metric_series import MetricSeries
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["health-metrics-show-trouble"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html",
)
def check(series: MetricSeries) -> Iterator[Finding]:
    row = facts.health_metrics().get(series.name) if series.namespace == AIRFLOW else None
    values = series.values
    if row is None or not values:
        return
    value = sum(values) if row.statistic == "Sum" else max(values) if row.statistic == "Maximum" else min(values)
    if (row.at_most is None or value <= row.at_most) and (row.at_least is None or value >= row.at_least):
        return
    where = f" ({series.where})" if series.where else ""
    how = {"Sum": "in all", "Maximum": "at most", "Minimum": "at least"}[row.statistic]
    yield Finding(
        series, f"`{series.name}`{where} was {value:g} {how} within a day: {row.says}", cause=series.record.label
    )
