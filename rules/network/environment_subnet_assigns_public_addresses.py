"""A subnet of the environment gives public addresses to what is started in it.

Why
    MWAA's guide asks for private subnets that assign none. Such a subnet is meant for something else, and other
    machines started in it are open to the internet as soon as a route leads there.

Fix
    Set `MapPublicIpOnLaunch` to false on the subnet, or give the environment other subnets.

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
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties:
          VpcId: !Ref Vpc
          CidrBlock: 10.0.1.0/24
          AvailabilityZone: eu-west-1a
          MapPublicIpOnLaunch: true  # <- here
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
    severity="warning",
    covers=["environment-subnet-no-public-ip"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network) -> Iterator[Finding]:
    for subnet in network.known_subnets():
        if subnet.record.get("MapPublicIpOnLaunch") is True:
            yield Finding(
                subnet.record.at("MapPublicIpOnLaunch"), f"`{subnet.name}` assigns public addresses on launch"
            )
