"""A subnet lies outside of its VPC's range, or overlaps another subnet.

Why
    EC2 refuses such a subnet, and the stack is rolled back with everything in it.

Fix
    Give each subnet a range of its own within that of the VPC.

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
        Properties:
          VpcId: !Ref Vpc
          AvailabilityZone: eu-west-1b
          CidrBlock: 10.1.2.0/24  # <- here
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
        Properties:
          VpcId: !Ref Vpc
          AvailabilityZone: eu-west-1b
          CidrBlock: 10.0.1.128/25  # <- here

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
    covers=["subnet-cidrs-fit-vpc"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network) -> Iterator[Finding]:
    vpc = network.topology.vpc
    for one, other in network.overlapping_subnets():
        yield Finding(
            one.record.at("CidrBlock"),
            f"`{one.name}` ({one.ranges}) overlaps `{other.name}` ({other.ranges})",
            resource=one.name,
        )
    for subnet in network.subnets_outside_of_vpc():
        yield Finding(
            subnet.record.at("CidrBlock"),
            f"`{subnet.name}` ({subnet.ranges}) lies outside of `{vpc.label}` ({network.topology.vpc_ranges})",
            resource=subnet.name,
        )
