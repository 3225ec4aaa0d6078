"""The account has as many environments in the Region as it may have.

Why
    The next environment is refused, also the second one that a change with replacement, or a move by blue and
    green, needs.

Fix
    Ask for more: `aws service-quotas request-service-quota-increase --service-code airflow ...`.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["mwaa:EnvironmentName", "servicequotas:Quota"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "mwaa:EnvironmentName", "key": "team-0", "place": {"path": "snapshot.json"}, "body":
          {"Name": "team-0"}},
        {"kind": "mwaa:EnvironmentName", "key": "team-1", "place": {"path": "snapshot.json"}, "body":
          {"Name": "team-1"}},
        {"kind": "servicequotas:Quota", "key": "L-1", "place": {"path": "snapshot.json"}, "body":
          {"QuotaName": "Environments", "QuotaCode": "L-1", "Value": 2.0}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["mwaa:EnvironmentName", "servicequotas:Quota"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "mwaa:EnvironmentName", "key": "team-0", "place": {"path": "snapshot.json"}, "body":
          {"Name": "team-0"}},
        {"kind": "mwaa:EnvironmentName", "key": "team-1", "place": {"path": "snapshot.json"}, "body":
          {"Name": "team-1"}},
        {"kind": "servicequotas:Quota", "key": "L-1", "place": {"path": "snapshot.json"}, "body":
          {"QuotaName": "Environments", "QuotaCode": "L-1", "Value": 3.0}}
      ]}]}
"""

import re
from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.rule import Finding, Unknown, rule

NAMES_ALL = re.compile(r"(number of )?environments?( per (account|region).*)?", re.IGNORECASE)


@rule(
    severity="warning",
    covers=["environments-per-region-quota"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-quotas.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    snapshot = environment.snapshot
    if snapshot.source != "live":
        return
    count = len(snapshot.all("mwaa:EnvironmentName"))
    most, known = _quota(snapshot)
    if count < most:
        return
    if not known and count > most:
        raise Unknown("the quota of environments was raised, and to how many is not known")
    told = "Service Quotas says so" if known else "the quota by default"
    yield Finding(
        environment,
        f"there are {count} environments in `{snapshot.region}`, and no more than {most} are allowed",
        evidence=(told,),
        cause=f"quota of {snapshot.region}",
    )


def _quota(snapshot: Snapshot) -> tuple[int, bool]:
    """How many environments are allowed, and whether that is known of this account."""
    for quota in snapshot.known("servicequotas:Quota"):
        name, value = quota.body.get("QuotaName"), quota.body.get("Value")
        if isinstance(name, str) and NAMES_ALL.fullmatch(name.strip()) and isinstance(value, (int, float)):
            return int(value), True
    return int(facts.quotas()["environments-per-region"].value), False
