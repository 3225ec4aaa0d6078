"""A subnet of the environment has neither a default route nor endpoints.

Why
    Containers in it reach none of the services that MWAA needs: S3, SQS, CloudWatch, KMS. The environment ends in
    CREATE_FAILED after half an hour, with a message that names no cause.

Fix
    Add a route for 0.0.0.0/0 to a NAT gateway to the subnet's table, or create VPC endpoints for S3, CloudWatch Logs,
    CloudWatch metrics, SQS and KMS.

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
      Table:  # <- here
        Type: AWS::EC2::RouteTable
        Properties: {VpcId: !Ref Vpc}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      BInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateB}

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

from mwaa_doctor.models.network.network import Network, broken
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["private-subnet-routes-to-nat"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    if any(network.endpoints_for(service) for service in network.services):
        return
    for fault in broken(network.ways_out(), "no-route"):
        if not any(network.reach.other_exits(need.subnet) for need in fault.needs):
            yield Finding(
                fault.spot,
                f"{fault.subnets} {fault.agreeing('has', 'have')} no way to AWS's services: "
                f"no default route in `{fault.name}`, and no endpoint",
                evidence=fault.evidence,
                cause=fault.fault.cause,
            )
