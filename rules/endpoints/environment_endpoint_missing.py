"""An endpoint that MWAA made for the environment is gone or not available.

Why
    The containers reach the metadata database, and a private web server, through endpoints that MWAA makes in the VPC.
    Without them the scheduler stops, and the environment does not recover by itself.

Fix
    Do not delete endpoints that belong to MWAA. If one is gone, update the environment or build it anew.

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
      "Status": "AVAILABLE", "EndpointManagement": "SERVICE", "WebserverAccessMode": "PUBLIC_ONLY",
      "DatabaseVpcEndpointService": "com.amazonaws.vpce.eu-west-1.vpce-svc-0d"}},
    {"kind": "ec2:Subnet", "key": "subnet-0a", "label": "subnet-0a",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24",
      "OwnerId": "111122223333"}},
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
      "NetworkConfiguration": {"SubnetIds": ["subnet-0a", "subnet-0b"], "SecurityGroupIds": ["sg-0a"]},
      "Status": "AVAILABLE", "EndpointManagement": "SERVICE", "WebserverAccessMode": "PUBLIC_ONLY",
      "DatabaseVpcEndpointService": "com.amazonaws.vpce.eu-west-1.vpce-svc-0d"}},
    {"kind": "ec2:Subnet", "key": "subnet-0a", "label": "subnet-0a",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24",
      "OwnerId": "111122223333"}},
    {"kind": "ec2:Subnet", "key": "subnet-0b", "label": "subnet-0b",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"SubnetId": "subnet-0b", "VpcId": "vpc-0a", "CidrBlock": "10.0.2.0/24",
      "OwnerId": "111122223333"}},
    {"kind": "ec2:VpcEndpoint", "key": "vpce-0d", "label": "vpce-0d",
     "doubt": "", "places": [], "place": {"path": "snapshot.json"},
     "body": {"VpcEndpointId": "vpce-0d", "VpcId": "vpc-0a", "VpcEndpointType": "Interface",
      "State": "available", "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0d"}}
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
    covers=["mwaa-endpoints-present"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    if network.topology.snapshot.is_declared or network.is_customer_managed:
        return
    if network.environment.record.body.get("Status") in ("CREATING", "DELETING", "DELETED"):
        return
    for service in network.own_services():
        endpoint = network.endpoints.named(service.name)
        if endpoint is None or endpoint.state is not None:
            state = "does not exist" if endpoint is None else f"is {endpoint.state}"
            yield Finding(
                network.environment.place,
                f"the endpoint of {service.purpose} {state}",
                evidence=(f"service {service.name}",),
            )
