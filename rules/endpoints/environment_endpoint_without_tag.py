"""An endpoint that MWAA made has lost the tag by which MWAA knows it.

Why
    MWAA's service-linked role may change and delete endpoints only while they carry the tag `AmazonMWAAManaged`.
    Without it updates and the deletion of the environment fail.

Fix
    Put the tag back, and keep tools that tidy tags away from MWAA's endpoints.

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
      "EndpointManagement": "SERVICE", "WebserverAccessMode": "PUBLIC_ONLY",
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
      "State": "available", "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0d", "Tags": []}}
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
      "EndpointManagement": "SERVICE", "WebserverAccessMode": "PUBLIC_ONLY",
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
      "Tags": [{"Key": "AmazonMWAAManaged", "Value": "true"}]}}
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
    covers=["mwaa-endpoint-tag"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-slr.html",
)
def check(network: Network) -> Iterator[Finding]:
    if network.topology.snapshot.is_declared or network.is_customer_managed:
        return
    for service in network.own_services():
        endpoint = network.endpoints.named(service.name)
        if endpoint is not None and "AmazonMWAAManaged" not in endpoint.tags:
            yield Finding(
                endpoint.record,
                f"`{endpoint.name}`, the endpoint of {service.purpose}, lacks the tag `AmazonMWAAManaged`",
                fix=f"aws ec2 create-tags --resources {endpoint.name} --tags Key=AmazonMWAAManaged,Value=true",
            )
