"""No trail records what is done in the environment's Region.

Why
    CloudTrail keeps events for 90 days of its own. Who changed the environment, its role or its key before that is
    not to be found out any more.

Fix
    Make a trail for all Regions and let it log: `aws cloudtrail create-trail --is-multi-region-trail ...`, `aws
    cloudtrail start-logging`.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["cloudtrail:Trail"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudtrail:Trail", "key": "trail/all", "place": {"path": "snapshot.json"}, "body":
          {"Name": "all", "HomeRegion": "eu-west-1", "IsMultiRegionTrail": true, "IsLogging": false}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["cloudtrail:Trail"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "cloudtrail:Trail", "key": "trail/all", "place": {"path": "snapshot.json"}, "body":
          {"Name": "all", "HomeRegion": "us-east-1", "IsMultiRegionTrail": true, "IsLogging": true}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.snapshot import Resource
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="warning",
    covers=["audit-trail-exists"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-cloudtrail.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    snapshot = environment.snapshot
    if snapshot.source != "live":
        return
    near = [trail for trail in snapshot.all("cloudtrail:Trail") if _covers(trail, snapshot.region)]
    doubts = []
    for trail in near:
        try:
            if trail.get("IsLogging"):
                return
        except Unknown as unknown:
            doubts.append(unknown)
    if doubts:
        raise doubts[0]
    evidence = tuple(f"the trail `{trail.get('Name')}` does not log" for trail in near)
    yield Finding(environment, f"no trail of CloudTrail records events of `{snapshot.region}`", evidence)


def _covers(trail: Resource, region: object) -> bool:
    return bool(trail.get("IsMultiRegionTrail")) or trail.get("HomeRegion") == region
