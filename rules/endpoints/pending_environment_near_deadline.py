"""An environment waits for endpoints, and its 72 hours run out.

Why
    An environment with customer managed endpoints stays pending until they are there. After 72 hours its creation fails
    and starts again from nothing.

Fix
    Create the missing endpoints now.

Bad
    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
    "source": "live", "name": "what was read of sales", "region": "eu-west-1", "partition": "aws",
    "account": "111122223333", "gaps": {}, "absent": [], "listed": ["ec2:Subnet", "ec2:VpcEndpoint"],
    "resources": [
    {"kind": "mwaa:Environment", "key": "sales", "label": "sales",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"Name": "sales",
      "NetworkConfiguration": {"SubnetIds": ["subnet-0a", "subnet-0b"], "SecurityGroupIds": ["sg-0a"]},
      "Status": "PENDING", "CreatedAt": "2026-11-20T08:00:00+00:00", "EndpointManagement": "CUSTOMER",
      "WebserverAccessMode": "PUBLIC_ONLY",
      "DatabaseVpcEndpointService": "com.amazonaws.vpce.eu-west-1.vpce-svc-0d"}},
    {"kind": "ec2:Subnet", "key": "subnet-0a", "label": "subnet-0a",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24",
      "OwnerId": "111122223333"}}
    ]}]}
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    snapshots = ["snapshot.json"]

Good
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
    "source": "live", "name": "what was read of sales", "region": "eu-west-1", "partition": "aws",
    "account": "111122223333", "gaps": {}, "absent": [], "listed": ["ec2:Subnet", "ec2:VpcEndpoint"],
    "resources": [
    {"kind": "mwaa:Environment", "key": "sales", "label": "sales",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"Name": "sales",
      "NetworkConfiguration": {"SubnetIds": ["subnet-0a", "subnet-0b"], "SecurityGroupIds": ["sg-0a"]},
      "Status": "AVAILABLE"}},
    {"kind": "ec2:Subnet", "key": "subnet-0a", "label": "subnet-0a",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24",
      "OwnerId": "111122223333"}}
    ]}]}
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    snapshots = ["snapshot.json"]
"""

import datetime
from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.today import Today
from mwaa_doctor.rule import Finding, Unknown, rule

_HOURS, _LATE = 72, 60


@rule(
    severity="warning",
    covers=["pending-environment-deadline"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-endpoint-management.html",
)
def check(network: Network, today: Today) -> Iterator[Finding]:
    if network.environment.get("Status") != "PENDING":
        return
    created = network.environment.get("CreatedAt")
    try:
        begun = datetime.datetime.fromisoformat(str(created))
    except ValueError:
        raise Unknown("since when the environment is pending is not known") from None
    now = datetime.datetime.combine(today.date, datetime.time(12), tzinfo=begun.tzinfo)
    hours = int((now - begun).total_seconds() // 3600)
    missing = [one.purpose for one in network.own_services() if network.endpoints.named(one.name) is None]
    yield Finding(
        network.environment,
        f"the environment is pending since {begun:%Y-%m-%d %H:%M} and fails {_HOURS} hours later",
        evidence=tuple(f"there is no endpoint for {purpose}" for purpose in missing),
        severity="error" if hours >= _LATE else "warning",
    )
