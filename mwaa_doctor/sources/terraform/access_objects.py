"""What Terraform declares in blocks of its own around an environment: VPNs, balancers, functions, zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.sources.terraform.translation import Translated, blocks, made_like, only, renamed
from mwaa_doctor.unknown import Unknown


def client_vpn(declared: Translated) -> Iterator[Part]:
    """``aws_ec2_client_vpn_endpoint``."""
    options = PlacedList()
    for block, place in blocks(declared.get("AuthenticationOptions")):
        if isinstance(block, PlacedMap):
            option = PlacedMap()
            option.take(block, Type="type")
            if block.get("root_certificate_chain_arn"):
                chain = PlacedMap()
                chain.take(block, ClientRootCertificateChainArn="root_certificate_chain_arn")
                option.put("MutualAuthentication", chain, block.places.get("root_certificate_chain_arn"))
            options.add(option, place)
        else:
            options.add(block, place)
    declared.properties.put("AuthenticationOptions", options, declared.place_of("AuthenticationOptions"))
    _block(declared, "ConnectionLogOptions")
    yield from made_like("AWS::EC2::ClientVpnEndpoint", declared)


def load_balancer(declared: Translated) -> Iterator[Part]:
    """``aws_lb``."""
    inside = declared.get("Internal")
    if isinstance(inside, bool):
        inside = "internal" if inside else "internet-facing"
    declared.properties.put("Scheme", inside, declared.place_of("Internal"))
    mappings = renamed(declared.get("SubnetMappings"))
    declared.properties.put("SubnetMappings", mappings, declared.place_of("SubnetMappings"))
    yield from made_like("AWS::ElasticLoadBalancingV2::LoadBalancer", declared)


def target_group(declared: Translated) -> Iterator[Part]:
    """``aws_lb_target_group``."""
    check = only(declared.get("HealthCheck"))
    if isinstance(check, PlacedMap):
        declared.properties.take(check, HealthCheckPath="path")
        if check.get("matcher"):
            codes = PlacedMap()
            codes.take(check, HttpCode="matcher")
            declared.properties.put("Matcher", codes, check.places.get("matcher"))
    elif isinstance(check, Unknown):
        declared.properties.put("Matcher", check, None)
    yield from made_like("AWS::ElasticLoadBalancingV2::TargetGroup", declared)


def target(declared: Translated) -> Iterator[Part]:
    """``aws_lb_target_group_attachment``."""
    owner = ("TargetGroupArn", declared.get("TargetGroupArn"))
    members = (("Id", declared.get("TargetId")), ("Port", declared.get("Port")))
    yield declared.loose("elasticloadbalancing:Target", declared.place, owner, *members)


def listener(declared: Translated) -> Iterator[Part]:
    """``aws_lb_listener``."""
    if declared.get("CertificateArn") is not None:
        place = declared.place_of("CertificateArn")
        one = PlacedMap({"CertificateArn": declared.get("CertificateArn")}, place)
        declared.properties.put("Certificates", PlacedList([one], place), place)
    actions = renamed(declared.get("DefaultActions"))
    declared.properties.put("DefaultActions", actions, declared.place_of("DefaultActions"))
    yield from made_like("AWS::ElasticLoadBalancingV2::Listener", declared)


def function(declared: Translated) -> Iterator[Part]:
    """``aws_lambda_function``."""
    _block(declared, "VpcConfig")
    yield from made_like("AWS::Lambda::Function", declared)


def event_target(declared: Translated) -> Iterator[Part]:
    """``aws_cloudwatch_event_target``."""
    yield declared.loose("events:Target", declared.place, ("Name", declared.get("Rule")), ("Arn", declared.get("Arn")))


def kubernetes_cluster(declared: Translated) -> Iterator[Part]:
    """``aws_eks_cluster``."""
    _block(declared, "ResourcesVpcConfig")
    yield from made_like("AWS::EKS::Cluster", declared)


def hosted_zone(declared: Translated) -> Iterator[Part]:
    """``aws_route53_zone``."""
    zones = PlacedList()
    for block, place in blocks(declared.get("Vpc")):
        zones.add(_vpc(block.get("vpc_id"), place) if isinstance(block, PlacedMap) else block, place)
    declared.properties.put("VPCs", zones, declared.place_of("Vpc"))
    yield from made_like("AWS::Route53::HostedZone", declared)


def hosted_zone_association(declared: Translated) -> Iterator[Part]:
    """``aws_route53_zone_association``."""
    owner = ("HostedZoneId", declared.get("ZoneId"))
    yield declared.loose("route53:HostedZoneVpc", declared.place, owner, ("VPCId", declared.get("VpcId")))


def _vpc(key: Any, place: Place | None) -> PlacedMap:
    return PlacedMap({"VPCId": key}, place)


def _block(declared: Translated, name: str) -> None:
    """Put the only block of a list in its place, its members named as AWS does."""
    declared.properties.put(name, renamed(only(declared.get(name))), declared.place_of(name))
