"""The environment uses the default security group of its VPC.

Why
    Everything that is started in the VPC without a group of its own gets this one, and so a way to the environment's
    database and web server; whoever tidies its rules stops the environment.

Fix
    Make a group for the environment, with a rule that admits itself.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration:
            SubnetIds: [!Ref PrivateA, !Ref PrivateB]
            SecurityGroupIds:  # <- here
            - !GetAtt Vpc.DefaultSecurityGroup
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
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
      Group:
        Type: AWS::EC2::SecurityGroup
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA, GroupName: mwaa}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["default-security-group-used"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html",
)
def check(network: Network) -> Iterator[Finding]:
    for group in network.topology.groups:
        if group.get("GroupName") == "default":
            yield Finding(
                network.environment.at("NetworkConfiguration", "SecurityGroupIds"),
                f"`{group.label}` is the default security group of the VPC",
            )
