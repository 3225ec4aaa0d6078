"""Subnets with IPv6 addresses are set up for IPv4 only.

Why
    Containers in subnets with IPv6 use it where they can. A route to an internet gateway makes them public, and groups
    with IPv4 rules only keep their traffic in.

Fix
    Assign IPv6 addresses on creation, route ::/0 to an egress-only internet gateway, and add outbound rules for ::/0.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties:
          VpcId: !Ref Vpc
          AvailabilityZone: eu-west-1a
          Ipv6Native: true
          AssignIpv6AddressOnCreation: false  # <- here
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
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
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
    covers=["ipv6-network"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    for subnet in network.subnets:
        if not subnet.is_ipv6_only:
            continue
        if subnet.record.get("AssignIpv6AddressOnCreation") is False:
            yield Finding(
                subnet.record.at("AssignIpv6AddressOnCreation"),
                f"`{subnet.name}` has IPv6 addresses only and assigns none on creation",
            )
        if network.default_routes(subnet) and not any(":" in route.text for route in network.default_routes(subnet)):
            table = network.topology.table_of(subnet)
            yield Finding(
                table.record,
                f"`{subnet.name}` has IPv6 addresses only, and `{table.name}` has no route for ::/0",
                cause=table.name,
            )
        for record, where in network.reach.ipv6_barriers(subnet):
            yield Finding(
                record.at(where),
                f"`{subnet.name}` has IPv6 addresses only, and `{record.label}` lets nothing out to ::/0",
                cause=record.label,
            )
