"""The network around an environment: everything in the VPC of its subnets, and what its routes lead to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mwaa_doctor.sources.aws.iam import document
from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.unknown import Unknown

_IN_VPC = (
    # kind, operation, key of the answer, id, filter
    ("ec2:Subnet", "DescribeSubnets", "Subnets", "SubnetId", "vpc-id"),
    ("ec2:RouteTable", "DescribeRouteTables", "RouteTables", "RouteTableId", "vpc-id"),
    ("ec2:SecurityGroup", "DescribeSecurityGroups", "SecurityGroups", "GroupId", "vpc-id"),
    ("ec2:NetworkAcl", "DescribeNetworkAcls", "NetworkAcls", "NetworkAclId", "vpc-id"),
    ("ec2:InternetGateway", "DescribeInternetGateways", "InternetGateways", "InternetGatewayId", "attachment.vpc-id"),
    ("ec2:NatGateway", "DescribeNatGateways", "NatGateways", "NatGatewayId", "vpc-id"),
    ("ec2:VpcEndpoint", "DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointId", "vpc-id"),
    (
        "ec2:TransitGatewayAttachment",
        "DescribeTransitGatewayAttachments",
        "TransitGatewayAttachments",
        "TransitGatewayAttachmentId",
        "resource-id",
    ),
    (
        "ec2:VpcPeeringConnection",
        "DescribeVpcPeeringConnections",
        "VpcPeeringConnections",
        "VpcPeeringConnectionId",
        "requester-vpc-info.vpc-id",
    ),
)
_FILTERED_LATER = "ec2:EgressOnlyInternetGateway"


def collect_network(reader: Reader, subnets: Iterable[str], groups: Iterable[str]) -> Parts:
    """The VPC of the given subnets, or of the given security groups if no subnet can be described."""
    parts = Parts()
    vpc = vpc_of(reader, parts, tuple(subnets), tuple(groups))
    if vpc is None:
        return parts
    for kind, operation, answer, key, name in _IN_VPC:
        parts.add_all(
            kind,
            key,
            lambda operation=operation, answer=answer, name=name: _described(  # type: ignore[misc]
                reader.pages("ec2", operation, answer, Filters=[{"Name": name, "Values": [vpc]}])
            ),
        )
    _accepted_peerings(reader, parts, vpc)
    parts.add_all(_FILTERED_LATER, "EgressOnlyInternetGatewayId", lambda: _egress_only(reader, vpc))
    _vpc(reader, parts, vpc)
    _interfaces(reader, parts, vpc)
    _prefix_lists(reader, parts)
    parts.add_all("route53:HostedZone", "HostedZoneId", lambda: _zones(reader, vpc))
    return parts


def _zones(reader: Reader, vpc: str) -> list[dict[str, Any]]:
    """The private zones by which names are resolved in the VPC."""
    where = {"VPCId": vpc, "VPCRegion": reader.region}
    found = reader.pages("route53", "ListHostedZonesByVPC", "HostedZoneSummaries", **where)
    return [{**zone, "VPCs": [where]} for zone in found]


def vpc_of(reader: Reader, parts: Parts, subnets: tuple[str, ...], groups: tuple[str, ...]) -> str | None:
    """The VPC of the first subnet or group that can be described; what does not exist, and why, goes into the parts."""
    reason = ""
    for operation, answer, key, ids, kind in (
        ("DescribeSubnets", "Subnets", "SubnetId", subnets, "ec2:Subnet"),
        ("DescribeSecurityGroups", "SecurityGroups", "GroupId", groups, "ec2:SecurityGroup"),
    ):
        for one in ids:
            try:
                found = reader.ask("ec2", operation, Filters=[{"Name": _filter(key), "Values": [one]}])
            except NotFoundError:
                found = {}
            except Unknown as unknown:
                reason = reason or unknown.reason
                break
            members = found.get(answer) or ()
            if members and isinstance(members[0].get("VpcId"), str):
                vpc: str = members[0]["VpcId"]
                return vpc
            parts.absent.add((kind, one))
    for kind, *_ in (*_IN_VPC, (_FILTERED_LATER,), ("ec2:Vpc",)):
        parts.gaps.setdefault(kind, reason or "none of the environment's subnets exists any more")
    return None


def _filter(key: str) -> str:
    return {"SubnetId": "subnet-id", "GroupId": "group-id"}[key]


def _vpc(reader: Reader, parts: Parts, vpc: str) -> None:
    found = tried(lambda: reader.ask("ec2", "DescribeVpcs", Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Vpcs"][0])
    if not isinstance(found, dict):
        parts.gaps["ec2:Vpc"] = found.reason if isinstance(found, Unknown) else "ec2:DescribeVpcs gives no answer"
        return
    for name, attribute in (("EnableDnsSupport", "enableDnsSupport"), ("EnableDnsHostnames", "enableDnsHostnames")):
        found[name] = tried(
            lambda name=name, attribute=attribute: reader.ask(  # type: ignore[misc]
                "ec2", "DescribeVpcAttribute", VpcId=vpc, Attribute=attribute
            )[name]["Value"]
        )
    parts.add("ec2:Vpc", vpc, found)
    options = found.get("DhcpOptionsId")
    if isinstance(options, str) and options != "default":
        answer = tried(lambda: reader.ask("ec2", "DescribeDhcpOptions", DhcpOptionsIds=[options])["DhcpOptions"][0])
        if isinstance(answer, dict):
            parts.add("ec2:DhcpOptions", options, answer)
        elif isinstance(answer, Unknown):
            parts.gaps["ec2:DhcpOptions"] = answer.reason


def _egress_only(reader: Reader, vpc: str) -> list[dict[str, Any]]:
    everything = reader.pages("ec2", "DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways")
    return [one for one in everything if any(item.get("VpcId") == vpc for item in one.get("Attachments") or ())]


def _described(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The members of an answer, with the policies of endpoints decoded."""
    return [
        {**row, "PolicyDocument": document(row["PolicyDocument"])} if "PolicyDocument" in row else row for row in rows
    ]


def _accepted_peerings(reader: Reader, parts: Parts, vpc: str) -> None:
    kind = "ec2:VpcPeeringConnection"
    other = Parts()
    other.add_all(
        kind,
        "VpcPeeringConnectionId",
        lambda: reader.pages(
            "ec2",
            "DescribeVpcPeeringConnections",
            "VpcPeeringConnections",
            Filters=[{"Name": "accepter-vpc-info.vpc-id", "Values": [vpc]}],
        ),
    )
    if other.gaps:
        parts.listed.discard(kind)
    parts.merge(other)


def _interfaces(reader: Reader, parts: Parts, vpc: str) -> None:
    """The interfaces that routes lead to, NAT instances and appliances, and those of MWAA's endpoints."""
    wanted: set[str] = set()
    for resource in parts.resources:
        if resource.kind == "ec2:RouteTable" and resource.body.get("VpcId") == vpc:
            wanted.update(route.get("NetworkInterfaceId") or "" for route in resource.body.get("Routes") or ())
        elif resource.kind == "ec2:VpcEndpoint" and ".vpce-svc-" in str(resource.body.get("ServiceName")):
            wanted.update(resource.body.get("NetworkInterfaceIds") or ())
    for one in sorted(wanted - {""}):
        answer = tried(
            lambda one=one: reader.ask(  # type: ignore[misc]
                "ec2", "DescribeNetworkInterfaces", NetworkInterfaceIds=[one]
            )["NetworkInterfaces"][0]
        )
        if isinstance(answer, dict):
            parts.add("ec2:NetworkInterface", one, answer)
        elif answer is None:
            parts.absent.add(("ec2:NetworkInterface", one))
        else:
            parts.gaps["ec2:NetworkInterface"] = answer.reason


def _prefix_lists(reader: Reader, parts: Parts) -> None:
    """The prefix lists that routes and security groups name, with their entries."""
    wanted: set[str] = set()
    for resource in parts.resources:
        if resource.kind == "ec2:RouteTable":
            routes = resource.body.get("Routes") or ()
            wanted.update(route.get("DestinationPrefixListId") or "" for route in routes)
        elif resource.kind == "ec2:SecurityGroup":
            for direction in ("IpPermissions", "IpPermissionsEgress"):
                for rule in resource.body.get(direction) or ():
                    wanted.update(item.get("PrefixListId") or "" for item in rule.get("PrefixListIds") or ())
    for one in sorted(wanted - {""}):
        answer = tried(
            lambda one=one: reader.ask(  # type: ignore[misc]
                "ec2", "DescribeManagedPrefixLists", PrefixListIds=[one]
            )["PrefixLists"][0]
        )
        if not isinstance(answer, dict):
            parts.gaps["ec2:PrefixList"] = getattr(answer, "reason", f"the prefix list {one} does not exist")
            continue
        answer["Entries"] = tried(
            lambda one=one: reader.pages(  # type: ignore[misc]
                "ec2", "GetManagedPrefixListEntries", "Entries", PrefixListId=one
            )
        )
        parts.add("ec2:PrefixList", one, answer, answer.get("PrefixListArn"))
