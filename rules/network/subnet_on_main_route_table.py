"""A subnet of the environment has no route table of its own.

Why
    It then follows the main table of the VPC, and changes with it whenever somebody adds a route for other subnets.

Fix
    Associate the subnet with a route table.

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
      PrivateA:  # <- here
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:  # <- here
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
      Table:
        Type: AWS::EC2::RouteTable
        Properties: {VpcId: !Ref Vpc}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      BInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateB}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["subnet-has-explicit-route-table"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network) -> Iterator[Finding]:
    for subnet in network.known_subnets():
        table = network.topology.table_of(subnet)
        if table.is_main:
            yield Finding(
                subnet.record,
                f"`{subnet.name}` has no route table of its own and follows the main one of the VPC",
                evidence=(f"{subnet.name} -> {table.name} (main)",),
            )
