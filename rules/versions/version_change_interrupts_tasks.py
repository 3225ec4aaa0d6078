"""A template or plan changes the Airflow version of the running environment.

Why
    A change of the version ends every running task, and the environment is not available for up to two hours. The
    metadata database is saved before, and restored if the change fails.

Fix
    Pause the DAGs, let running tasks end and deploy in a quiet hour; `mwaa-doctor upgrade --to VERSION` says before
    what the new version breaks.

Bad
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}}
      ]}]}

    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          AirflowVersion: 2.11.2  # <- here

Good
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}}
      ]}]}

    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          AirflowVersion: 2.10.3
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.planned_change import PlannedChange
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["version-change-interrupts"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/upgrading-environment.html",
)
def check(change: PlannedChange) -> Iterator[Finding]:
    versions = change.versions()
    row = facts.upgrade_rule(*versions) if versions is not None else None
    if versions is not None and row is not None and row.allowed:
        before, after = versions
        yield Finding(
            change.planned.at("AirflowVersion"),
            f"the move from Airflow {before} to {after} ends all running tasks and takes up to two hours",
        )
