"""Only one of the environment's subnets is shared by another account.

Why
    Both subnets must belong to the same VPC, so both are shared by its owner, or none is. A mixture means that the
    wrong subnet was named.

Fix
    Name two subnets that the same owner shares through AWS RAM.

Bad
    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
    "source": "live", "name": "what was read of sales", "region": "eu-west-1", "partition": "aws",
    "account": "111122223333", "gaps": {}, "absent": [], "listed": ["ec2:Subnet", "ec2:VpcEndpoint"],
    "resources": [
    {"kind": "mwaa:Environment", "key": "sales", "label": "sales",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"Name": "sales",
      "NetworkConfiguration": {"SubnetIds": ["subnet-0a", "subnet-0b"], "SecurityGroupIds": ["sg-0a"]}}},
    {"kind": "ec2:Subnet", "key": "subnet-0a", "label": "subnet-0a",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24",
      "OwnerId": "999988887777"}},
    {"kind": "ec2:Subnet", "key": "subnet-0b", "label": "subnet-0b",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0b", "VpcId": "vpc-0a", "CidrBlock": "10.0.2.0/24",
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
      "NetworkConfiguration": {"SubnetIds": ["subnet-0a", "subnet-0b"], "SecurityGroupIds": ["sg-0a"]}}},
    {"kind": "ec2:Subnet", "key": "subnet-0a", "label": "subnet-0a",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24",
      "OwnerId": "999988887777"}},
    {"kind": "ec2:Subnet", "key": "subnet-0b", "label": "subnet-0b",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0b", "VpcId": "vpc-0a", "CidrBlock": "10.0.2.0/24",
      "OwnerId": "999988887777"}}
    ]}]}
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    snapshots = ["snapshot.json"]
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network, listed
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["shared-vpc-prerequisites"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-endpoint-management.html",
)
def check(network: Network) -> Iterator[Finding]:
    owners = {subnet.name: subnet.record.text("OwnerId") for subnet in network.subnets}
    if len(set(owners.values())) > 1 and all(isinstance(owner, str) for owner in owners.values()):
        names = listed(f"`{name}` belongs to the account {owner}" for name, owner in owners.items())
        yield Finding(network.environment.at("NetworkConfiguration", "SubnetIds"), names)
