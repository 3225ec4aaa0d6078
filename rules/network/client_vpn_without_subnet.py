"""The Client VPN endpoint for a private web server is in no subnet.

Why
    Until a subnet is associated with it, a Client VPN endpoint waits for one: nobody can connect, and the private web
    server stays out of reach.

Fix
    Associate a private subnet of the environment with the endpoint.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Vpn:  # <- here
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22}

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22}
      VpnInA:
        Type: AWS::EC2::ClientVpnTargetNetworkAssociation
        Properties: {ClientVpnEndpointId: !Ref Vpn, SubnetId: !Ref A}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.clients import client_vpns
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["client-vpn-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
    confidence="medium",
)
def check(network: Network) -> Iterator[Finding]:
    for vpn in client_vpns(network):
        if network.has_private_webserver and vpn.is_in_vpc and not vpn.subnet_ids:
            yield Finding(
                vpn.record,
                f"`{vpn.name}` is associated with no subnet, so that nobody can connect",
                fix="aws ec2 associate-client-vpn-target-network --client-vpn-endpoint-id ID --subnet-id SUBNET",
            )
