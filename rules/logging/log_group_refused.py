"""AWS refused to make a log group of the environment.

Why
    CloudTrail shows who tried and what stood in the way: a missing permission of the execution role, the policy of
    the key, or a service control policy. Until the group exists, logs of this type are lost.

Fix
    Allow what the message names, then update the environment.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "LoggingConfiguration":
           {"SchedulerLogs": {"Enabled": true, "LogLevel": "INFO"}}}},
        {"kind": "cloudtrail:Event", "key": "1", "place": {"path": "snapshot.json"}, "body":
          {"EventId": "1", "EventName": "CreateLogGroup", "EventTime": "2026-11-20T08:00:00+00:00", "LogGroup":
           "airflow-sales-Task", "Caller": "arn:aws:sts::111122223333:assumed-role/mwaa/AmazonMWAA-airflow",
           "ErrorCode": "AccessDenied", "ErrorMessage": "not authorized to perform: logs:CreateLogGroup"}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "LoggingConfiguration":
           {"SchedulerLogs": {"Enabled": true, "LogLevel": "INFO"}}}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["logs-empty"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-create-update-environment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    for event in environment.snapshot.read("cloudtrail:Event"):
        group = str(event.get("LogGroup"))
        if event.get("EventName") != "CreateLogGroup" or not group.startswith(f"airflow-{environment.name}-"):
            continue
        said = event.get("ErrorMessage")
        evidence = [f"`{event.get('Caller')}` tried on {str(event.get('EventTime'))[:10]}"]
        evidence.extend([str(said)] if said else [])
        yield Finding(
            environment, f"making the log group `{group}` was refused: `{event.get('ErrorCode')}`", tuple(evidence)
        )
