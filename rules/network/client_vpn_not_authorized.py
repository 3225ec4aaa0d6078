"""Clients of a VPN are not allowed to call the subnets of a private web server.

Why
    A Client VPN endpoint drops what no authorization rule is for. People connect, and the web server does not answer.

Fix
    Add an authorization rule for the block of the VPC.

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
      VpnToVpc:
        Type: AWS::EC2::ClientVpnAuthorizationRule
        Properties: {ClientVpnEndpointId: !Ref Vpn, TargetNetworkCidr: 10.192.20.0/24, AuthorizeAllGroups: true}

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
      VpnToVpc:
        Type: AWS::EC2::ClientVpnAuthorizationRule
        Properties: {ClientVpnEndpointId: !Ref Vpn, TargetNetworkCidr: 10.192.0.0/16, AuthorizeAllGroups: true}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.clients import client_vpns
from mwaa_doctor.models.network.network import Network, listed
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["client-vpn-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
)
def check(network: Network) -> Iterator[Finding]:
    for vpn in client_vpns(network):
        if not network.has_private_webserver or not vpn.is_in_vpc:
            continue
        barred = [subnet for subnet in network.subnets if not vpn.authorized.covers(subnet.ranges)]
        if barred:
            yield Finding(
                vpn.record,
                f"no authorization rule of `{vpn.name}` is for {listed(f'`{subnet.name}`' for subnet in barred)}",
                evidence=(f"authorized: {vpn.authorized or 'nothing'}", *(f"{s.name}: {s.ranges}" for s in barred)),
                fix="aws ec2 authorize-client-vpn-ingress --client-vpn-endpoint-id ID --target-network-cidr VPC_BLOCK "
                "--authorize-all-groups",
            )
