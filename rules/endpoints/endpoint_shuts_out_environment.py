"""The security groups of an interface endpoint do not admit the environment.

Why
    With private DNS all traffic to the service goes to the endpoint, even if there is a NAT gateway. If its groups
    admit no TCP 443 from the environment, the service is out of reach.

Fix
    Attach the environment's group to the endpoint, or allow TCP 443 from it.

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
      Logs:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.logs
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          SecurityGroupIds: [!Ref EndpointGroup]
      EndpointGroup:  # <- here
        Type: AWS::EC2::SecurityGroup
        Properties: {VpcId: !Ref Vpc, GroupDescription: endpoints}

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
          SecurityGroupIds: [!Ref EndpointGroup]
      EndpointGroup: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: endpoints}}
      Https:
        Type: AWS::EC2::SecurityGroupIngress
        Properties:
          GroupId: !Ref EndpointGroup
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          SourceSecurityGroupId: !Ref Group
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network, broken
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["endpoint-admits-environment"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    own = {group.label for group in network.topology.groups}
    services = (need for need in network.needs() if need.target in network.services)
    for fault in broken(services, "group-in"):
        if fault.name not in own:
            yield Finding(
                fault.spot,
                f"`{fault.name}` does not admit the environment to the endpoint of {fault.targets}",
                evidence=fault.evidence,
                fix=f"allow TCP 443 from the environment's group in `{fault.name}`",
            )
