"""The addresses of VPN clients overlap the VPC, or are too few or too many.

Why
    AWS refuses a block for clients that overlaps the VPC, or that is not between /12 and /22. An early edition of the
    guide's tutorial used 10.192.0.0/22, which lies in its own VPC. The block cannot be changed later.

Fix
    Take a block that is used nowhere, such as 172.16.0.0/22, and make the endpoint anew.

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
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 10.192.0.0/22}  # <- here
    ---
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
        Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/24}  # <- here

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
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.addresses import prefix_length, ranges_of
from mwaa_doctor.models.network.clients import client_vpns
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule

_WIDEST, _NARROWEST = 12, 22  # https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html


@rule(
    severity="error",
    covers=["client-vpn-cidr-overlaps-vpc"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
)
def check(network: Network) -> Iterator[Finding]:
    for vpn in client_vpns(network):
        block = vpn.addresses
        ranges = ranges_of(block) if block is not None and vpn.is_in_vpc is not False else None
        if block is None or ranges is None:
            continue
        if not _WIDEST <= prefix_length(block) <= _NARROWEST:
            fault = f"is not between /{_WIDEST} and /{_NARROWEST}"
        elif vpn.is_in_vpc and ranges & network.topology.vpc_ranges:
            fault = f"overlaps the VPC ({network.topology.vpc_ranges})"
        else:
            continue
        yield Finding(
            vpn.record.at("ClientCidrBlock"),
            f"the block {block} for clients of `{vpn.name}` {fault}",
            fix="take a block that is used nowhere, such as 172.16.0.0/22",
        )
