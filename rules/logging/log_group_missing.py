"""Logs are enabled, but their log group does not exist.

Why
    MWAA makes the log group of each enabled type as soon as it has something to write. Where it is missing nothing
    was ever written: the execution role, the policy of the key or a service control policy is in the way.

Fix
    Allow the execution role `logs:CreateLogGroup`, `logs:CreateLogStream` and `logs:PutLogEvents` on
    `airflow-ENVIRONMENT-*`, and CloudWatch Logs the use of the key.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["logs:LogGroup"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "LoggingConfiguration":
           {"TaskLogs": {"Enabled": true, "LogLevel": "INFO"}}}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["logs:LogGroup"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "LoggingConfiguration":
           {"TaskLogs": {"Enabled": true, "LogLevel": "INFO"}}}},
        {"kind": "logs:LogGroup", "key": "airflow-sales-Task", "place": {"path": "snapshot.json"}, "body":
          {"logGroupName": "airflow-sales-Task", "retentionInDays": 30}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.log_settings import LogSettings
from mwaa_doctor.rule import Finding, rule

GROUPS = {
    "DagProcessingLogs": "DAGProcessing",
    "SchedulerLogs": "Scheduler",
    "TaskLogs": "Task",
    "WebserverLogs": "WebServer",
    "WorkerLogs": "Worker",
}


@rule(
    severity="warning",
    covers=["log-groups-exist", "logs-empty"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def check(environment: Environment, logs: LogSettings) -> Iterator[Finding]:
    if environment.snapshot.source != "live" or environment.get("Status") != "AVAILABLE":
        return
    for kind, suffix in GROUPS.items():
        name = f"airflow-{environment.name}-{suffix}"
        if logs.enabled(kind) and environment.snapshot.find("logs:LogGroup", name) is None:
            yield Finding(environment, f"`{kind}` are enabled, but the log group `{name}` does not exist")
