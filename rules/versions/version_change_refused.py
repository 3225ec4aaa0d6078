"""A template or plan asks for a version to which the running environment cannot move.

Why
    MWAA changes the version of an environment in place within a major version, from the latest 2.11 to 3.x and from
    3.x back to 2.11. The update is refused otherwise, and a deployment with it.

Fix
    Go by way of the version that the finding names, or build a new environment and move over.

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
          AirflowVersion: 3.0.6  # <- here

Good
    # mwaa-doctor.toml
    snapshots = ["running.json"]

    # running.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "running.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.11.2"}}
      ]}]}

    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          AirflowVersion: 3.0.6
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.planned_change import PlannedChange
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.unknown import Unknown


@rule(
    severity="error",
    covers=["version-change-path-allowed"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/upgrading-environment.html",
)
def check(change: PlannedChange) -> Iterator[Finding]:
    versions = change.versions()
    if versions is None:
        return
    before, after = versions
    row, target = facts.upgrade_rule(before, after), facts.release(after)
    if target is not None and not target.supported:
        return  # that such a version is offered no more is told anyway
    if row is None:
        raise Unknown(f"whether {before} moves to {after} was not known on {facts.knowledge_date()}")
    if not row.allowed:
        yield Finding(
            change.planned.at("AirflowVersion"),
            f"the running environment has Airflow {before}, and does not move to {after} in place",
            (row.reason,),
            f"Write `{row.via}` first, and {after} once that runs." if row.via else None,
        )
