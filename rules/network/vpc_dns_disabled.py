"""DNS support or DNS host names are off in the VPC of the environment.

Why
    Without DNS support no name is resolved. Without DNS host names the private names of interface endpoints have no
    effect, so that AWS's services are looked for on the internet.

Fix
    Set `EnableDnsSupport` and `EnableDnsHostnames` of the VPC to true.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc:
        Type: AWS::EC2::VPC
        Properties:
          CidrBlock: 10.0.0.0/16
          EnableDnsSupport: false  # <- here
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
    ---
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc:  # <- here
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["vpc-dns-support-and-hostnames"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network) -> Iterator[Finding]:
    vpc, endpoints = network.topology.vpc, network.endpoints
    private_names = any(endpoint.is_interface for endpoint in endpoints.told)
    if not endpoints.dns_support:
        servers = endpoints.own_name_servers
        yield Finding(
            vpc.at("EnableDnsSupport"),
            f"DNS support is off in `{vpc.label}`",
            evidence=(f"name servers of the VPC: {', '.join(servers)}",) if servers else (),
            severity="warning" if servers and not private_names else "error",
            resource=vpc.label,
        )
    elif not endpoints.dns_hostnames:
        yield Finding(
            vpc.at("EnableDnsHostnames"),
            f"DNS host names are off in `{vpc.label}`",
            severity="error" if private_names else "warning",
            resource=vpc.label,
        )
