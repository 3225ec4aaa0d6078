"""A private web server is not routed to the network that the VPC is connected to.

Why
    The VPC has a VPN, a transit gateway or a peering, but no route of the environment's subnets leads there. Users on
    the other side ask for the web server, and its answers do not find the way back.

Fix
    Add a route to the users' network to the route tables of the environment's subnets.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}  # <- here
          WebserverAccessMode: PRIVATE_ONLY
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      Office:
        Type: AWS::EC2::TransitGatewayAttachment
        Properties: {VpcId: !Ref Vpc, TransitGatewayId: tgw-0a, SubnetIds: [!Ref PrivateA]}

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          WebserverAccessMode: PRIVATE_ONLY
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      Office:
        Type: AWS::EC2::TransitGatewayAttachment
        Properties: {VpcId: !Ref Vpc, TransitGatewayId: tgw-0a, SubnetIds: [!Ref PrivateA]}
      Route:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.64.0.0/10, TransitGatewayId: tgw-0a}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.routes import LEAVES
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["private-subnets-reach-client-network"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    if network.environment.target.webserver_access_mode != "PRIVATE_ONLY":
        return
    connections = network.connections_to_other_networks
    targets = [
        network.reach.router.routes.target(route)
        for subnet in network.subnets
        for route in network.reach.router.routes.of(network.topology.table_of(subnet))
    ]
    if connections and not any(target.kind in LEAVES for target in targets):
        yield Finding(
            network.environment.at("NetworkConfiguration", "SubnetIds"),
            "the VPC is connected to other networks, but no route of the environment's subnets leads there",
            evidence=tuple(f"{record.label} is attached to the VPC" for record in connections)[:4],
        )
