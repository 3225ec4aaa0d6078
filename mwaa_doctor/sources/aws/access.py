"""Ways to a private web server: client VPNs, load balancers and bastions in the VPC of an environment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from mwaa_doctor.sources.aws.ec2 import vpc_of
from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.unknown import Unknown

_VPN, _INSTANCE, _CERTIFICATE = "ec2:ClientVpnEndpoint", "ec2:Instance", "acm:Certificate"
_BALANCER, _GROUP, _LISTENER = (f"elasticloadbalancing:{name}" for name in ("LoadBalancer", "TargetGroup", "Listener"))
_OF_INSTANCES = ("InstanceId", "VpcId", "SubnetId", "SecurityGroups", "KeyName", "PublicIpAddress", "State", "Tags")


def collect_access(reader: Reader, subnets: Iterable[str], groups: Iterable[str]) -> Parts:
    """What lies in the VPC of the given subnets and may be a client of a private web server."""
    parts = Parts()
    vpc = vpc_of(reader, Parts(), tuple(subnets), tuple(groups))
    if vpc is not None:
        parts.add_all(_VPN, "ClientVpnEndpointId", lambda: _client_vpns(reader, vpc))
        parts.add_all(_INSTANCE, "InstanceId", lambda: _bastions(reader, vpc))
        parts.add_all(_GROUP, "TargetGroupArn", lambda: _target_groups(reader, vpc), label="TargetGroupArn")
        _balancers(reader, parts)
        _certificates(reader, parts)
    return parts


def _client_vpns(reader: Reader, vpc: str) -> list[dict[str, Any]]:
    found = [
        endpoint
        for endpoint in reader.pages("ec2", "DescribeClientVpnEndpoints", "ClientVpnEndpoints")
        if endpoint.get("VpcId") == vpc
    ]
    for endpoint in found:
        key = endpoint.get("ClientVpnEndpointId")
        for name, operation, answer in (
            ("TargetNetworks", "DescribeClientVpnTargetNetworks", "ClientVpnTargetNetworks"),
            ("AuthorizationRules", "DescribeClientVpnAuthorizationRules", "AuthorizationRules"),
        ):
            endpoint[name] = tried(partial(reader.pages, "ec2", operation, answer, ClientVpnEndpointId=key))
    return found


def _bastions(reader: Reader, vpc: str) -> list[dict[str, Any]]:
    """The instances with a public address, without what does not matter here, such as their user data."""
    wanted = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "instance-state-name", "Values": ["running", "stopped"]}]
    instances = (
        instance
        for reservation in reader.pages("ec2", "DescribeInstances", "Reservations", Filters=wanted)
        for instance in reservation.get("Instances") or ()
    )
    return [
        {name: instance[name] for name in _OF_INSTANCES if name in instance}
        for instance in instances
        if instance.get("PublicIpAddress")
    ]


def _target_groups(reader: Reader, vpc: str) -> list[dict[str, Any]]:
    """The target groups of addresses: the web server is none of another type."""
    found = [
        group
        for group in reader.pages("elbv2", "DescribeTargetGroups", "TargetGroups")
        if group.get("VpcId") == vpc and group.get("TargetType") == "ip"
    ]
    for group in found:
        group["Targets"] = tried(partial(_targets, reader, group.get("TargetGroupArn")))
    return found


def _targets(reader: Reader, arn: Any) -> list[dict[str, Any]]:
    healths = reader.pages("elbv2", "DescribeTargetHealth", "TargetHealthDescriptions", TargetGroupArn=arn)
    return [health.get("Target") or {} for health in healths]


def _balancers(reader: Reader, parts: Parts) -> None:
    """The load balancers of the target groups, and what they listen to."""
    wanted = sorted({arn for group in _of_kind(parts, _GROUP) for arn in group.get("LoadBalancerArns") or ()})
    parts.listed |= set() if _GROUP in parts.gaps else {_BALANCER, _LISTENER}
    for arn in wanted:
        found = tried(partial(reader.ask, "elbv2", "DescribeLoadBalancers", LoadBalancerArns=[arn]))
        if isinstance(found, Unknown):
            _missing(parts, _BALANCER, found)
        for balancer in found.get("LoadBalancers") or () if isinstance(found, dict) else ():
            parts.add(_BALANCER, arn, balancer, arn)
        listening = tried(partial(reader.pages, "elbv2", "DescribeListeners", "Listeners", LoadBalancerArn=arn))
        if isinstance(listening, Unknown):
            _missing(parts, _LISTENER, listening)
        for listener in listening if isinstance(listening, list) else ():
            parts.add(_LISTENER, str(listener.get("ListenerArn")), listener, listener.get("ListenerArn"))


def _certificates(reader: Reader, parts: Parts) -> None:
    """The certificates of the client VPNs that are of this Region."""
    wanted: set[Any] = set()
    for vpn in _of_kind(parts, _VPN):
        wanted.add(vpn.get("ServerCertificateArn"))
        for option in vpn.get("AuthenticationOptions") or ():
            wanted.add((option.get("MutualAuthentication") or {}).get("ClientRootCertificateChain"))
    for arn in sorted(arn for arn in wanted if isinstance(arn, str) and f":acm:{reader.region}:" in arn):
        found = tried(partial(reader.ask, "acm", "DescribeCertificate", CertificateArn=arn))
        if isinstance(found, dict):
            told = found.get("Certificate") or {}
            parts.add(_CERTIFICATE, arn, {name: told.get(name) for name in ("CertificateArn", "KeyAlgorithm")}, arn)
        elif isinstance(found, Unknown):
            _missing(parts, _CERTIFICATE, found)


def _of_kind(parts: Parts, kind: str) -> list[Any]:
    return [resource.body for resource in parts.resources if resource.kind == kind]


def _missing(parts: Parts, kind: str, unknown: Unknown) -> None:
    parts.listed.discard(kind)
    parts.gaps.setdefault(kind, unknown.reason)
