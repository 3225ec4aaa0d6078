"""The security groups of a private web server admit none of its clients.

Why
    People come through a VPN, a load balancer or a bastion, each with a security group of its own. The environment's
    groups admit themselves only, so the login page never loads.

Fix
    Admit TCP 443 from the clients' security group, or give the clients the environment's group.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}  # <- here
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Users: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: VPN clients}}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22, SecurityGroupIds: [!Ref Users]}

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
      Users: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: VPN clients}}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22, SecurityGroupIds: [!Ref Users]}
      FromUsers:
        Type: AWS::EC2::SecurityGroupIngress
        Properties:
          GroupId: !Ref Group
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          SourceSecurityGroupId: !Ref Users
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.answers import Verdict
from mwaa_doctor.models.network.clients import admits_others, clients
from mwaa_doctor.models.network.network import Network, listed
from mwaa_doctor.models.network.reach import HTTPS
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["security-group-admits-webserver-clients", "access-resources-share-vpc"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html",
)
def check(network: Network) -> Iterator[Finding]:
    inside = [client for client in clients(network) if client.is_in_vpc] if network.has_private_webserver else []
    if not inside or network.topology.may_have_more("ec2:SecurityGroupRule"):
        return
    if all(client.admitted().verdict is Verdict.NO for client in inside) and not admits_others(network):
        named = listed(f"the {client.kind} `{client.name}`" for client in inside)
        groups = listed(f"`{group.label}`" for group in network.topology.groups)
        yield Finding(
            network.environment.at("NetworkConfiguration", "SecurityGroupIds"),
            f"the web server admits TCP {HTTPS} from nobody but the environment, and not from {named}",
            evidence=tuple(
                f"{client.name} -> {listed(client.group_names) or 'no group'} -> {groups}: no tcp {HTTPS}"
                for client in inside
            )[:4],
            fix=f"admit TCP {HTTPS} from the clients' security group in {groups}",
        )
