"""Logs are enabled and their group exists, but nothing has arrived for a day.

Why
    Scheduler and DAG processor write all the time. If nothing arrives although the environment runs, the execution
    role may not write any more, or the key of the group is out of reach; the next fault will leave no trace.

Fix
    Let `mwaa-doctor audit` judge the role and the key; look for a service control policy on `logs:PutLogEvents`.

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
        {"kind": "logs:LogGroup", "key": "airflow-sales-Scheduler", "place": {"path": "snapshot.json"}, "body":
          {"logGroupName": "airflow-sales-Scheduler", "retentionInDays": 30, "NewestEvent":
           "2026-11-02T08:00:00+00:00", "HasEventOfLastDay": false}}
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
           {"SchedulerLogs": {"Enabled": true, "LogLevel": "INFO"}}}},
        {"kind": "logs:LogGroup", "key": "airflow-sales-Scheduler", "place": {"path": "snapshot.json"}, "body":
          {"logGroupName": "airflow-sales-Scheduler", "retentionInDays": 30, "NewestEvent":
           "2026-11-02T08:00:00+00:00", "HasEventOfLastDay": true}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.log_settings import LogSettings
from mwaa_doctor.rule import Finding, rule

TALKATIVE = {"DagProcessingLogs": "DAGProcessing", "SchedulerLogs": "Scheduler"}


@rule(
    severity="warning",
    covers=["log-groups-exist", "logs-empty"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-create-update-environment.html",
)
def check(environment: Environment, logs: LogSettings) -> Iterator[Finding]:
    if environment.snapshot.source != "live" or environment.get("Status") != "AVAILABLE":
        return
    for kind, suffix in TALKATIVE.items():
        if not logs.enabled(kind) or logs.level(kind) not in ("INFO", "DEBUG"):
            continue
        name = f"airflow-{environment.name}-{suffix}"
        for group in environment.snapshot.read("logs:LogGroup"):
            if group.key == name and group.get("HasEventOfLastDay") is False:
                newest = group.get("NewestEvent")
                since = (
                    f"the newest event is of {str(newest)[:16].replace('T', ' ')}" if newest else "it holds no event"
                )
                yield Finding(environment, f"nothing has arrived in the log group `{name}` for a day", (since,))
