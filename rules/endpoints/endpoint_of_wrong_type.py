"""An endpoint is made as a gateway for a service that has none.

Why
    Gateway endpoints exist for S3 and DynamoDB only. CloudFormation and Terraform make a gateway if no type is written,
    so that the deployment fails with a message about the service's name.

Fix
    Write `VpcEndpointType: Interface`.

Bad
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
      Logs:  # <- here
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.logs
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
      Logs:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.logs
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref Group]
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule

_GATEWAYS = ("s3", "dynamodb")


@rule(
    severity="error",
    covers=["s3-endpoint-is-gateway"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-create-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    for endpoint in network.endpoints.told:
        if endpoint.type == "Gateway" and endpoint.service is not None and endpoint.service not in _GATEWAYS:
            yield Finding(
                endpoint.record.at("VpcEndpointType"),
                f"`{endpoint.name}` is a gateway, which {endpoint.service} does not have",
                resource=endpoint.name,
            )
