"""What lies around a private web server in a running account: judged as it is in a template."""

from __future__ import annotations

import json
from typing import Any

import pytest

SERVICE = "com.amazonaws.vpce.eu-west-1.vpce-svc-0w"
NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"


@pytest.fixture
def private(environment) -> dict[str, Any]:
    """An environment with a private web server."""
    found: dict[str, Any] = environment(WebserverAccessMode="PRIVATE_ONLY", WebserverVpcEndpointService=SERVICE)
    return found


@pytest.fixture
def vpc(account, private) -> str:
    subnet = private["NetworkConfiguration"]["SubnetIds"][0]
    found: str = account.client("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"]
    return found


def answer(operation: str, name: str, item: str = "") -> str:
    inner = f"<item>{item}</item>" if item else ""
    return f'<{operation}Response xmlns="{NAMESPACE}"><{name}>{inner}</{name}></{operation}Response>'


def client_vpn(account, vpc: str, network: str = "", rule: str = "") -> None:
    """A simulated account knows no client VPNs."""
    body = (
        f"<clientVpnEndpointId>cvpn-endpoint-0a</clientVpnEndpointId><vpcId>{vpc}</vpcId>"
        "<clientCidrBlock>172.16.0.0/22</clientCidrBlock>"
        "<serverCertificateArn>arn:aws:acm:eu-west-2:123456789012:certificate/0a</serverCertificateArn>"
    )
    account.answers.update(
        {
            "ec2:DescribeClientVpnEndpoints": answer("DescribeClientVpnEndpoints", "clientVpnEndpoint", body),
            "ec2:DescribeClientVpnTargetNetworks": answer(
                "DescribeClientVpnTargetNetworks", "clientVpnTargetNetworks", network
            ),
            "ec2:DescribeClientVpnAuthorizationRules": answer(
                "DescribeClientVpnAuthorizationRules", "authorizationRule", rule
            ),
        }
    )


def found(run, *rules: str) -> set[tuple[str, str]]:
    done = run("audit", "sales", "--format", "json", *(part for rule in rules for part in ("--select", rule)))
    document = json.loads(done.stdout)
    assert document["crashes"] == []
    return {(row["rule"], row["resource"]) for row in document["findings"]}


def test_a_client_vpn(account, vpc, run) -> None:
    rules = ("client-vpn-without-subnet", "client-vpn-not-authorized", "certificate-of-another-region")
    client_vpn(account, vpc)
    assert found(run, *rules) == {(rule, "cvpn-endpoint-0a") for rule in rules}

    network = "<targetNetworkId>subnet-0a</targetNetworkId>"
    rule = "<destinationCidr>10.0.0.0/16</destinationCidr><status><code>active</code></status>"
    client_vpn(account, vpc, network, rule)
    assert found(run, *rules[:2]) == set()


def test_a_client_vpn_of_another_vpc_is_none_of_its(account, vpc, run) -> None:
    client_vpn(account, "vpc-0f")

    assert vpc
    assert found(run, "client-vpn-without-subnet", "web-server-client-in-another-vpc") == set()


def test_a_bastion(account, private, vpc, run) -> None:
    client_vpn(account, "vpc-0f")
    ec2 = account.client("ec2")
    subnet = private["NetworkConfiguration"]["SubnetIds"][0]
    group = ec2.create_security_group(GroupName="admins", Description="admins", VpcId=vpc)["GroupId"]
    world = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[world])
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=[group])

    reported = {rule for rule, _ in found(run, "bastion-open-to-world", "web-server-closed-to-clients")}

    assert reported == {"bastion-open-to-world", "web-server-closed-to-clients"}


def test_a_load_balancer(account, private, vpc, run) -> None:
    client_vpn(account, "vpc-0f")
    ec2, elb = account.client("ec2"), account.client("elbv2")
    subnets = private["NetworkConfiguration"]["SubnetIds"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName=SERVICE, VpcEndpointType="Interface", SubnetIds=subnets
    )["VpcEndpoint"]  # fmt: skip
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=made["NetworkInterfaceIds"])
    addresses = [one["PrivateIpAddress"] for one in interfaces["NetworkInterfaces"]]
    for name, targets in (("web", addresses[:1]), ("other", ["10.0.0.77"])):
        arn = elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")
        arn = arn["TargetGroups"][0]["TargetGroupArn"]
        elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": address, "Port": 80} for address in targets])

    rules = {
        "load-balancer-misses-web-server", "load-balancer-holds-one-address", "load-balancer-takes-web-server-for-ill",
    }  # fmt: skip
    reported = found(run, *rules)

    assert {rule for rule, _ in reported} == rules
    assert all("/web/" in resource for _, resource in reported)


def test_what_may_not_be_read_is_not_checked(account, vpc, run) -> None:
    client_vpn(account, vpc)
    account.denied = lambda action: "ClientVpn" in action

    document = json.loads(run("audit", "sales", "--format", "json", "--select", "client-vpn-without-subnet").stdout)

    assert document["findings"] == []
    assert [row["reason"] for row in document["not_checked"]] == ["ec2:DescribeClientVpnEndpoints denied"]


def test_nothing_of_it_is_asked_for_a_public_web_server(account, environment, run) -> None:
    environment()

    run("audit", "sales")

    assert not [action for action in account.asked if "ClientVpn" in action or action.startswith("elasticload")]
