"""A network ACL keeps the clients of a private web server out of its subnets.

Why
    Clients of a VPN, a load balancer or a bastion call from the subnet that they are in. An ACL of the environment's
    subnets that leaves it out drops their packets, whatever security groups and authorization rules say.

Fix
    Allow TCP 443 in from the clients' subnet, and TCP 1024-65535 out to it.

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
      Public: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.10.0/24}}
      Vpn: {Type: AWS::EC2::ClientVpnEndpoint, Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22}}
      VpnInPublic:
        Type: AWS::EC2::ClientVpnTargetNetworkAssociation
        Properties: {ClientVpnEndpointId: !Ref Vpn, SubnetId: !Ref Public}
      List: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}  # <- here
      AInList: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref A, NetworkAclId: !Ref List}}
      Out:
        Type: AWS::EC2::NetworkAclEntry
        Properties:
          {NetworkAclId: !Ref List, RuleNumber: 1, Protocol: -1, RuleAction: allow, Egress: true, CidrBlock: 0.0.0.0/0}
      In:
        Type: AWS::EC2::NetworkAclEntry
        Properties: {NetworkAclId: !Ref List, RuleNumber: 1, Protocol: -1, RuleAction: allow, CidrBlock: 10.192.20.0/23}

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
      Public: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.10.0/24}}
      Vpn: {Type: AWS::EC2::ClientVpnEndpoint, Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22}}
      VpnInPublic:
        Type: AWS::EC2::ClientVpnTargetNetworkAssociation
        Properties: {ClientVpnEndpointId: !Ref Vpn, SubnetId: !Ref Public}
      List: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
      AInList: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref A, NetworkAclId: !Ref List}}
      Out:
        Type: AWS::EC2::NetworkAclEntry
        Properties:
          {NetworkAclId: !Ref List, RuleNumber: 1, Protocol: -1, RuleAction: allow, Egress: true, CidrBlock: 0.0.0.0/0}
      In:
        Type: AWS::EC2::NetworkAclEntry
        Properties: {NetworkAclId: !Ref List, RuleNumber: 1, Protocol: -1, RuleAction: allow, CidrBlock: 10.192.0.0/16}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.clients import clients
from mwaa_doctor.models.network.filters import Peer
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.reach import HTTPS
from mwaa_doctor.models.network.routes import Destination
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["client-vpn-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
)
def check(network: Network) -> Iterator[Finding]:
    inside = [client for client in clients(network) if client.is_in_vpc] if network.has_private_webserver else []
    for client in inside:
        origins = [found for key in client.subnet_ids if (found := network.topology.subnet(key)) is not None]
        for subnet in network.subnets:
            server = Destination("the web server", HTTPS, Peer(subnet.ranges))
            for origin in origins:
                barred = network.reach.router.arriving(origin, subnet, server) if origin.key != subnet.key else None
                if barred is not None and barred.fault is not None and barred.fault.culprit is not None:
                    acl = barred.fault.culprit
                    yield Finding(
                        acl,
                        f"`{acl.label}` keeps the {client.kind} `{client.name}` from the web server in `{subnet.name}`",
                        evidence=(f"{client.name} in {origin.name} -> {barred.text}",),
                        cause=acl.label,
                    )
