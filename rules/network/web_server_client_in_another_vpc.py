"""The way to a private web server leads into another VPC.

Why
    A private web server is reached from its own VPC and from what is connected to it. A VPN or load balancer elsewhere
    has no way to it.

Fix
    Make it in the VPC of the environment, or connect the two by a peering or a transit gateway.

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
      Office: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
      Vpn:  # <- here
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Office, ClientCidrBlock: 172.16.0.0/22}

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
      Office: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Office, ClientCidrBlock: 172.16.0.0/22}
      Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Office}}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.clients import clients
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["access-resources-share-vpc"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
    confidence="medium",
)
def check(network: Network) -> Iterator[Finding]:
    if not network.has_private_webserver or not network.topology.snapshot.is_declared:
        return  # accounts hold VPNs for other purposes, a template rarely does
    told = list(clients(network))
    if network.connections_to_other_networks or any(client.is_in_vpc is not False for client in told):
        return
    for client in told:
        yield Finding(
            client.record,
            f"the {client.kind} `{client.name}` is in another VPC than the private web server, unconnected",
        )
