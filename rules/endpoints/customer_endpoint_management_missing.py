"""The environment's subnets are shared by another account, but MWAA is to manage the endpoints.

Why
    In a shared VPC only its owner can make endpoints, so MWAA cannot. The creation fails, and the setting cannot be
    changed later.

Fix
    Create the environment with `EndpointManagement: CUSTOMER`, and let the owner of the VPC make the endpoints.

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
      "EndpointManagement": "SERVICE"}},
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
      "EndpointManagement": "CUSTOMER"}},
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

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["customer-endpoint-management-required"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-endpoint-management.html",
)
def check(network: Network) -> Iterator[Finding]:
    owner = network.topology.foreign_owner
    if owner is not None and not network.is_customer_managed:
        yield Finding(
            network.environment.at("EndpointManagement"),
            f"the subnets belong to the account {owner}, where MWAA cannot manage endpoints",
        )
