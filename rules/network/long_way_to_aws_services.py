"""Traffic to AWS's services takes the way through another network.

Why
    The default route leads to a transit gateway, a VPN or a peering. Every message to SQS and every line of a log then
    crosses another network, which makes tasks slow to start and fail when that network is busy.

Fix
    Create VPC endpoints for SQS, CloudWatch, S3 and KMS in the environment's VPC.

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
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      Route:  # <- here
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: tgw-0a}

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
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      S3:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
          VpcEndpointType: Gateway
          RouteTableIds: [!Ref Table]
      Logs:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.logs
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]
      Monitoring:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.monitoring
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]
      Sqs:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.sqs
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]
      Kms:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.kms
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]
      Route:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: tgw-0a}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network, listed
from mwaa_doctor.models.network.routes import LEAVES
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["low-latency-service-access"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network) -> Iterator[Finding]:
    for subnet in network.known_subnets():
        for route in network.default_routes(subnet):
            target = network.reach.router.routes.target(route)
            lacking = [service for service in network.services if not network.endpoints.of(service)]
            if target.kind in LEAVES and lacking:
                yield Finding(
                    route.spot,
                    f"traffic to {listed(lacking)} leaves the VPC through the {target.kind} `{target.key}`",
                    evidence=(f"{subnet.name} -> {route.table.name} -> {route.text} -> {target.kind}",),
                    cause=f"{route.table.name} {route.text}",
                )
