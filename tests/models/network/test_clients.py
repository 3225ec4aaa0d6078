"""What stands between people and a private web server: VPNs, load balancers and bastions beside an environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BASE = """
Resources:
  Sales:
    Type: AWS::MWAA::Environment
    Properties:
      WebserverAccessMode: PRIVATE_ONLY
      NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Public: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: MWAA
      SecurityGroupIngress: [%s]
  OwnRule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
  Users:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: clients
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 203.0.113.0/28}]
"""
VPN = """
  Vpn:
    Type: AWS::EC2::ClientVpnEndpoint
    Properties: {VpcId: !Ref Vpc, ClientCidrBlock: 172.16.0.0/22, SecurityGroupIds: [!Ref %s]}
  VpnInPublic:
    Type: AWS::EC2::ClientVpnTargetNetworkAssociation
    Properties: {ClientVpnEndpointId: !Ref Vpn, SubnetId: !Ref Public}
  VpnRule:
    Type: AWS::EC2::ClientVpnAuthorizationRule
    Properties: {ClientVpnEndpointId: !Ref Vpn, TargetNetworkCidr: 10.0.0.0/16, AuthorizeAllGroups: true}
"""
BASTION = """
  Bastion:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Public, SecurityGroupIds: [!Ref Users]}
"""
BALANCER = """
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: internal, Subnets: [!Ref Public], SecurityGroups: [!Ref Users]}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: {LoadBalancerArn: !Ref Balancer, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      VpcId: !Ref Vpc
      TargetType: ip
      Protocol: HTTPS
      Port: 443
      Matcher: {HttpCode: 200-399}
      Targets: [{Id: 10.0.1.8}, {Id: 10.0.2.8}]
"""
FROM_USERS = "{IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref Users}"
FROM_OFFICE = "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.8.0.0/16}"
FROM_SUBNETS = "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.1.0/24}"
FROM_VPC = "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}"
FROM_LIST = "{IpProtocol: -1, SourcePrefixListId: pl-0a}"
SSH_ONLY = "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}"


@pytest.fixture
def messages(tmp_path: Path, check) -> Any:
    def read(text: str, *rules: str) -> list[str]:
        (tmp_path / "template.yaml").write_text(text)
        selected = [part for rule in rules or ("network",) for part in ("--select", rule)]
        document = check(tmp_path, *selected).document
        assert document["crashes"] == []
        return [row["message"] for row in document["findings"]]

    return read


@pytest.mark.parametrize("client", [VPN % "Users", BASTION, BALANCER])
@pytest.mark.parametrize("admitted", ["", FROM_SUBNETS, SSH_ONLY])
def test_a_client_that_nobody_admits_is_shut_out(client: str, admitted: str, messages: Any) -> None:
    (message,) = messages(BASE % admitted + client, "web-server-closed-to-clients")

    assert message.startswith("the web server admits TCP 443 from nobody but the environment, and not from the ")


@pytest.mark.parametrize("client", [VPN % "Users", VPN % "Group", BASTION, BALANCER, ""])
@pytest.mark.parametrize("admitted", [FROM_USERS, FROM_OFFICE, FROM_VPC, FROM_LIST])
def test_a_client_that_is_admitted_or_another_one_is_fine(client: str, admitted: str, messages: Any) -> None:
    assert messages(BASE % admitted + client, "web-server-closed-to-clients") == []


def test_one_client_with_the_environments_group_is_enough(messages: Any) -> None:
    assert messages(BASE % "" + VPN % "Group" + BASTION, "web-server-closed-to-clients") == []


def test_nothing_is_said_of_clients_of_a_public_web_server(messages: Any) -> None:
    public = (
        (BASE % "" + VPN % "Users" + BASTION)
        .replace("PRIVATE_ONLY", "PUBLIC_ONLY")
        .replace("203.0.113.0/28", "0.0.0.0/0")
    )

    found = messages(public, "web-server-closed-to-clients", "bastion-open-to-world", "client-vpn-without-subnet")

    assert found == []


def test_a_vpn_in_any_subnet_of_the_vpc_is_fine(messages: Any) -> None:
    found = messages(BASE % FROM_USERS + VPN % "Users", "client-vpn-without-subnet", "client-vpn-not-authorized")

    assert found == []


def test_an_instance_without_ssh_from_outside_is_no_bastion(messages: Any) -> None:
    inside = (BASE % "" + BASTION).replace("203.0.113.0/28", "10.0.0.0/16")

    assert messages(inside, "web-server-closed-to-clients") == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("TargetType: ip", "TargetType: instance"), "is of target type instance instead of ip"),
        (("TargetType: ip\n", "HealthCheckPath: /\n"), "is of target type instance instead of ip"),
        (("Protocol: HTTPS", "Protocol: HTTP"), "is of protocol HTTP instead of HTTPS"),
        (("Port: 443\n      Matcher", "Port: 8080\n      Matcher"), "calls port 8080 instead of 443"),
        (("{Id: 10.0.2.8}", "{Id: 10.0.2.8, Port: 80}"), "calls port 80 instead of 443"),
        (("200-399", '"200,301"'), "takes no 302, with which the web server answers"),
        (("Matcher: {HttpCode: 200-399}\n", "HealthCheckPath: /\n"), "takes no 302, with which the web server answers"),
        ((", {Id: 10.0.2.8}", ""), "holds one address of the web server, which has one in each subnet"),
    ],
)
def test_load_balancer(change: tuple[str, str], expected: str, messages: Any) -> None:
    good = BASE % FROM_USERS + BALANCER
    rules = (
        "load-balancer-misses-web-server",
        "load-balancer-takes-web-server-for-ill",
        "load-balancer-holds-one-address",
    )

    assert messages(good, *rules) == []
    found = messages(good.replace(*change), *rules)
    assert found
    assert all(message.endswith(expected) for message in found)


def test_target_groups_of_others_are_left_alone(messages: Any) -> None:
    others = BALANCER.replace("10.0.1.8", "10.0.9.8").replace("10.0.2.8", "i-0a1b").replace("HTTPS", "HTTP")

    assert messages(BASE % "" + others) == messages(BASE % "")
