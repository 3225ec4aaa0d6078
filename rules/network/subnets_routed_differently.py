"""One subnet of the environment has a way to the internet, the other has none.

Why
    Containers run in both subnets, and MWAA moves them. What works from one fails from the other, seemingly at random:
    tasks fail on some workers only.

Fix
    Give both subnets the same kind of route: each to a NAT gateway, or neither, with VPC endpoints.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}  # <- here
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      PublicA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.10.0/24, AvailabilityZone: eu-west-1a}
      Internet:
        Type: AWS::EC2::InternetGateway
      Attachment:
        Type: AWS::EC2::VPCGatewayAttachment
        Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}
      PublicTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      PublicRoute:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Internet}
      PublicAInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref PublicA}
      Address:
        Type: AWS::EC2::EIP
      Nat:
        Type: AWS::EC2::NatGateway
        Properties: {SubnetId: !Ref PublicA, AllocationId: !GetAtt Address.AllocationId}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      Route:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      TableB: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      BInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {SubnetId: !Ref PrivateB, RouteTableId: !Ref TableB}
      S3:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3"
          RouteTableIds: [!Ref TableB]

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
      PublicA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.10.0/24, AvailabilityZone: eu-west-1a}
      Internet:
        Type: AWS::EC2::InternetGateway
      Attachment:
        Type: AWS::EC2::VPCGatewayAttachment
        Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}
      PublicTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      PublicRoute:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Internet}
      PublicAInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref PublicA}
      Address:
        Type: AWS::EC2::EIP
      Nat:
        Type: AWS::EC2::NatGateway
        Properties: {SubnetId: !Ref PublicA, AllocationId: !GetAtt Address.AllocationId}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      Route:
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      BInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateB}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.answers import Fault
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["private-routing-has-no-internet-route"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    if not any(network.endpoints_for(service) for service in network.services):
        return  # then the subnet without a way reaches nothing, which another rule says
    answers = {subnet.name: network.routed(subnet) for subnet in network.subnets}
    ways = {name: answer.decided for name, answer in answers.items() if not answer.leaves_the_vpc}
    open_ways = [name for name, is_open in ways.items() if is_open]
    closed = [name for name, is_open in ways.items() if not is_open and _has_no_route(answers[name].fault)]
    if open_ways and closed:
        yield Finding(
            network.environment.at("NetworkConfiguration", "SubnetIds"),
            f"`{open_ways[0]}` has a way to the internet, `{closed[0]}` has none",
            evidence=(answers[open_ways[0]].text, answers[closed[0]].text),
        )


def _has_no_route(fault: Fault | None) -> bool:
    return fault is not None and fault.kind == "no-route"
