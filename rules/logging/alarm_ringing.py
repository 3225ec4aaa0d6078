"""An alarm on the environment rings.

Why
    Somebody thought that this limit matters, and it is crossed now.

Fix
    Look into what the alarm watches; change its limit if it rings without a need.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudwatch:Alarm", "key": "late", "place": {"path": "snapshot.json"}, "body":
          {"AlarmName": "late", "Namespace": "AmazonMWAA", "MetricName": "QueuedTasks", "StateValue": "ALARM",
           "StateReason": "Threshold Crossed", "Dimensions": [{"Name": "Environment", "Value":
           "sales"}]}}
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
        {"kind": "cloudwatch:Alarm", "key": "late", "place": {"path": "snapshot.json"}, "body":
          {"AlarmName": "late", "Namespace": "AmazonMWAA", "MetricName": "QueuedTasks", "StateValue": "OK",
           "StateReason": "Threshold Crossed", "Dimensions": [{"Name": "Environment", "Value":
           "sales"}]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.alarms import Alarm
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["alarms-and-dashboard"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-dashboard.html",
)
def check(alarm: Alarm) -> Iterator[Finding]:
    if alarm.record.get("StateValue") != "ALARM":
        return
    if alarm.dimensions.get("Environment") != alarm.environment.name:
        return
    reason = alarm.record.get("StateReason")
    metric = alarm.name("MetricName")
    yield Finding(
        alarm, f"the alarm `{alarm.record.key}` on `{metric}` rings", evidence=(str(reason),) if reason else ()
    )
