"""The environment's security groups do not admit the environment itself.

Why
    Schedulers, workers and web server reach the metadata database on port 5432 and the web server on port 443 through
    endpoints that carry the same security groups. If no group lets that in, the environment ends in CREATE_FAILED, or
    its scheduler never starts.

Fix
    Add an inbound rule whose source is the group itself: all traffic, or TCP 443 and TCP 5432.

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
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group:  # <- here
        Type: AWS::EC2::SecurityGroup
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}
    ---
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
      Group:  # <- here
        Type: AWS::EC2::SecurityGroup
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}
      Https:
        Type: AWS::EC2::SecurityGroupIngress
        Properties:
          GroupId: !Ref Group
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          SourceSecurityGroupId: !Ref Group

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
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
    ---
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
        Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}
      Https:
        Type: AWS::EC2::SecurityGroupIngress
        Properties:
          GroupId: !Ref Group
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          SourceSecurityGroupId: !Ref Group
      Postgres:
        Type: AWS::EC2::SecurityGroupIngress
        Properties:
          GroupId: !Ref Group
          IpProtocol: tcp
          FromPort: 5432
          ToPort: 5432
          SourceSecurityGroupId: !Ref Group
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network, broken, listed
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["security-group-self-referencing"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html",
)
def check(network: Network) -> Iterator[Finding]:
    for fault in broken(network.inside(), "group-in"):
        targets = listed(dict.fromkeys(f"tcp {need.port} ({need.target})" for need in fault.needs))
        yield Finding(
            fault.spot,
            f"`{fault.name}` does not admit {targets} from the environment itself",
            evidence=fault.evidence,
            fix=f"add an inbound rule to `{fault.name}`: all traffic, source `{fault.name}`",
        )
