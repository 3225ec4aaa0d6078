"""What AWS adds by itself to what a template declares: implicit routes, main tables, default rules and settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.sources.assembly.values import free_addresses
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

_ANYWHERE = ("0.0.0.0/0", "::/0")
_LAST_RULE = 32767
_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def everywhere() -> PlacedList:
    """The outbound rules of a new security group: everything to everywhere."""
    return PlacedList([_permission()])


def _permission() -> PlacedMap:
    return PlacedMap(
        {
            "IpProtocol": "-1",
            "IpRanges": PlacedList([PlacedMap({"CidrIp": _ANYWHERE[0]})]),
            "Ipv6Ranges": PlacedList(),
            "PrefixListIds": PlacedList(),
            "UserIdGroupPairs": PlacedList(),
        }
    )


def implied_by_vpcs(parts: Iterable[Part]) -> Iterator[Part]:
    """The main route table, the default network ACL and the default security group of every VPC that is declared."""
    for vpc in parts:
        if vpc.kind != "ec2:Vpc":
            continue
        yield _implied(
            vpc,
            "ec2:RouteTable",
            "MainRouteTable",
            "RouteTableId",
            {"Routes": PlacedList(), "Associations": PlacedList([PlacedMap({"Main": True})])},
        )
        entries = PlacedList(_entry(egress, 100, "allow", _ANYWHERE[0]) for egress in (False, True))
        acl = {"IsDefault": True, "Entries": entries, "Associations": PlacedList()}
        yield _implied(vpc, "ec2:NetworkAcl", "DefaultNetworkAcl", "NetworkAclId", acl)
        own = hole_of(vpc.key, "DefaultSecurityGroup")
        inside = _permission()
        inside["IpRanges"] = PlacedList()
        inside["UserIdGroupPairs"] = PlacedList([PlacedMap({"GroupId": own})])
        group = {
            "GroupName": "default",
            "IpPermissions": PlacedList([inside]),
            "IpPermissionsEgress": everywhere(),
        }
        yield _implied(vpc, "ec2:SecurityGroup", "DefaultSecurityGroup", "GroupId", group)


def hole_of(key: Text, attribute: str) -> TemplateText:
    """The id of something that AWS makes together with another object."""
    name = f"{key.holes[0].name}.{attribute}" if isinstance(key, TemplateText) else f"{key}.{attribute}"
    return TemplateText((Hole(name, f"`{name}` is known on deployment only", "ids"),))


def _implied(vpc: Part, kind: str, attribute: str, identifier: str, values: dict[str, Any]) -> Part:
    key = hole_of(vpc.key, attribute)
    body = PlacedMap({identifier: key, "VpcId": vpc.key, **values})
    return Part(kind, key, f"{vpc.label}.{attribute}", vpc.place, body, vpc.doubt)


def _entry(egress: bool, number: int, action: str, block: str) -> PlacedMap:
    member = "Ipv6CidrBlock" if ":" in block else "CidrBlock"
    return PlacedMap({"Egress": egress, "Protocol": "-1", "RuleAction": action, "RuleNumber": number, member: block})


def complete(parts: list[Part], partition: Text, account: Text) -> None:
    """Add what AWS adds to joined parts: local routes, last rules of ACLs, defaults of buckets and keys."""
    root = join_texts(("arn:", partition, ":iam::", account, ":root"))
    vpcs = {part.key: part for part in parts if part.kind == "ec2:Vpc"}
    subnets = {part.key: part for part in parts if part.kind == "ec2:Subnet"}
    for part in parts:
        if part.kind == "ec2:RouteTable":
            _local_routes(part, vpcs.get(_key(part.body.get("VpcId"))))
        elif part.kind == "ec2:NetworkAcl":
            _last_rules(part)
        elif part.kind == "ec2:Subnet":
            free = free_addresses(part.body.get("CidrBlock"))
            part.body.setdefault("AvailableIpAddressCount", free) if free is not None else None
        elif part.kind == "ec2:NatGateway" and "VpcId" not in part.body:
            subnet = subnets.get(_key(part.body.get("SubnetId")))
            if subnet is not None and "VpcId" in subnet.body:
                part.body["VpcId"] = subnet.body["VpcId"]
        elif part.kind == "s3:Bucket":
            _bucket(part.body)
        elif part.kind == "kms:Key":
            _key_policy(part.body, root)


def _key(value: Any) -> Any:
    return value if isinstance(value, (str, TemplateText)) else ""


def _local_routes(table: Part, vpc: Part | None) -> None:
    routes = table.body.setdefault("Routes", PlacedList())
    table.body.setdefault("Associations", PlacedList())
    if vpc is None or not isinstance(routes, PlacedList):
        return
    for name, member, destination in (
        ("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "DestinationIpv6CidrBlock"),
        ("CidrBlockAssociationSet", "CidrBlock", "DestinationCidrBlock"),
    ):
        blocks = vpc.body.get(name)
        for block in reversed(blocks) if isinstance(blocks, list) else ():
            if isinstance(block, Unknown):
                routes.insert(0, block)
            else:
                origin = {"GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
                routes.insert(0, PlacedMap({destination: block.get(member), **origin}))
            routes.places.insert(0, None)


def _last_rules(acl: Part) -> None:
    entries = acl.body.setdefault("Entries", PlacedList())
    acl.body.setdefault("Associations", PlacedList())
    acl.body.setdefault("IsDefault", False)
    if isinstance(entries, PlacedList):
        for egress in (False, True):
            entries.add(_entry(egress, _LAST_RULE, "deny", _ANYWHERE[0]), None)


def _bucket(body: PlacedMap) -> None:
    """The defaults of new buckets: public access blocked and objects encrypted since 2023."""
    body.setdefault("Versioning", PlacedMap())
    body.setdefault("PublicAccessBlock", PlacedMap(dict.fromkeys(_BLOCKS, True)))
    block = body["PublicAccessBlock"]
    if isinstance(block, PlacedMap):
        for name in _BLOCKS:
            block.setdefault(name, False)
    by_default = PlacedMap({"ApplyServerSideEncryptionByDefault": PlacedMap({"SSEAlgorithm": "AES256"})})
    body.setdefault("Encryption", PlacedMap({"Rules": PlacedList([by_default])}))


def _key_policy(body: PlacedMap, root: Text) -> None:
    """The policy of a key without one: the account's own policies decide."""
    body.setdefault("Aliases", PlacedList())
    body.setdefault("Grants", PlacedList())
    statement = {"Effect": "Allow", "Principal": PlacedMap({"AWS": root}), "Action": "kms:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": PlacedList([PlacedMap(statement)])}
    body.setdefault("Policy", PlacedMap(policy))
