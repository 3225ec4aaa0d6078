"""An endpoint that the owner of the VPC has to make for the environment is missing or wrong.

Why
    With customer management MWAA makes no endpoints. Until the owner has made those for the database and a private web
    server, as interfaces in the environment's subnets that admit the environment, it stays pending, for at most 72
    hours. Templates make endpoints of type Gateway unless told otherwise.

Fix
    Create an endpoint of type Interface for the named service in both subnets of the environment, with a security group
    that admits TCP 443 and 5432 from the environment's.

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
      "EndpointManagement": "CUSTOMER", "WebserverAccessMode": "PUBLIC_ONLY",
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
      "EndpointManagement": "CUSTOMER", "WebserverAccessMode": "PUBLIC_ONLY",
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
      "State": "available", "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0d",
      "SubnetIds": ["subnet-0a", "subnet-0b"], "Groups": [{"GroupId": "sg-0a"}]}}
    ]}]}
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    snapshots = ["snapshot.json"]
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.services import Endpoint
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["customer-endpoints-created"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-endpoint-management.html",
)
def check(network: Network) -> Iterator[Finding]:
    if not network.is_customer_managed:
        return
    for service in network.own_services():
        endpoint = network.endpoints.named(service.name)
        if endpoint is None and network.topology.snapshot.is_declared:
            continue
        fault = "does not exist" if endpoint is None else _fault(network, endpoint, service.port)
        if fault:
            yield Finding(
                endpoint.record if endpoint is not None else network.environment,
                f"the endpoint of {service.purpose} {fault}",
                evidence=(f"service {service.name}",),
                fix=f"aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --service-name {service.name}",
            )


def _fault(network: Network, endpoint: Endpoint, port: int) -> str:
    if endpoint.state is not None:
        return f"is {endpoint.state}"
    if not endpoint.is_interface:
        return f"is of type {endpoint.type} instead of Interface"
    held = endpoint.record.items("SubnetIds")
    for key in network.topology.subnet_ids:
        if not any(network.topology.same(key, other) for other in held):
            return f"is not in the subnet `{key}`"
    for subnet in network.subnets:
        answer = network.reach.endpoint(subnet, endpoint, port)
        if answer.fault is not None and answer.fault.kind == "group-in":
            return f"shuts out the environment: {answer.text}"
    return ""
