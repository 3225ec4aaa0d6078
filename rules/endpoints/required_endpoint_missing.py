"""A network without a way to the internet lacks an endpoint that MWAA needs.

Why
    Without a NAT gateway, S3, CloudWatch Logs, CloudWatch metrics, SQS and KMS are reached through VPC endpoints only.
    If one is missing, the environment ends in CREATE_FAILED, or runs without logs, metrics or tasks.

Fix
    Create the endpoint in the environment's VPC: a gateway for S3, interfaces with private DNS in both subnets for the
    others.

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
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
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
      Kms:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.kms
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]

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
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
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
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network, broken
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["required-endpoints-exist"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-create-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    if not any(network.endpoints_for(service) for service in network.services):
        return
    for service in network.services:
        needs = (need for need in network.needs() if need.target == service)
        for fault in broken(needs, "no-endpoint", "endpoint-state"):
            kind = "Gateway" if service == "s3" else "Interface"
            yield Finding(
                network.environment.at("NetworkConfiguration", "SubnetIds"),
                f"{fault.subnets} cannot reach {service}: there is neither a way to the internet nor an endpoint",
                evidence=fault.evidence,
                fix=f"create an endpoint of type {kind} for `com.amazonaws.REGION.{service}`",
                cause=service,
            )
