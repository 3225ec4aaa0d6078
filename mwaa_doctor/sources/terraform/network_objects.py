"""Network resources that Terraform declares in another way than CloudFormation: rules, routes and entries in blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.template_text import Hole, TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.assembly.defaults import hole_of
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.sources.terraform.translation import Translated, blocks, made_like, renamed
from mwaa_doctor.unknown import Unknown

_ROUTE_NAMES = {
    "cidr_block": "DestinationCidrBlock",
    "ipv6_cidr_block": "DestinationIpv6CidrBlock",
    "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
}


def security_group(declared: Translated) -> Iterator[Part]:
    """``aws_security_group``; Terraform takes away the rule that lets everything out."""
    yield from _group(declared, declared.ref)


def default_security_group(declared: Translated) -> Iterator[Part]:
    """``aws_default_security_group``: the group that AWS makes with the VPC, with these rules only."""
    yield from _group(declared, _implied(declared.get("VpcId"), "DefaultSecurityGroup"))


def _group(declared: Translated, key: Any) -> Iterator[Part]:
    given = PlacedMap()
    given.take(declared.properties, *(name for name in declared.properties if name not in ("Ingress", "Egress")))
    for name in ("Ingress", "Egress"):
        rules = PlacedList()
        for block, place in blocks(declared.get(name)):
            made = _rules(block, key, egress=name == "Egress") if isinstance(block, PlacedMap) else [_as_unknown(block)]
            for rule in made:
                rules.add(rule, place)
        given.put(f"SecurityGroup{name}", rules or None, declared.place_of(name))
    for part in made_like("AWS::EC2::SecurityGroup", declared.with_properties("AWS::EC2::SecurityGroup", given)):
        part.key = part.body["GroupId"] = key
        if "SecurityGroupEgress" not in given:
            part.body["IpPermissionsEgress"] = PlacedList()
        yield part


def security_group_rule(declared: Translated) -> Iterator[Part]:
    """``aws_security_group_rule``: one part per source."""
    kind = declared.get("Type")
    group = declared.get("SecurityGroupId")
    given = PlacedMap()
    given.take(
        declared.properties,
        from_port="FromPort",
        to_port="ToPort",
        protocol="Protocol",
        cidr_blocks="CidrBlocks",
        ipv6_cidr_blocks="Ipv6CidrBlocks",
        prefix_list_ids="PrefixListIds",
        description="Description",
    )
    given.put("self", declared.get("Self"), declared.place_of("Self"))
    source = declared.get("SourceSecurityGroupId")
    if source is not None:
        given.put("security_groups", PlacedList([source]), declared.place_of("SourceSecurityGroupId"))
    egress = kind == "egress"
    type_ = f"AWS::EC2::SecurityGroup{'Egress' if egress else 'Ingress'}"
    for rule in _rules(given, group, egress=egress):
        if isinstance(rule, Unknown):
            owner = ("GroupId", group)
            part = declared.loose("ec2:SecurityGroupRule", declared.place, owner, ("IsEgress", egress))
            part.doubt = rule.reason
            yield part
            continue
        rule.put("GroupId", group, declared.place_of("SecurityGroupId"))
        yield from made_like(type_, declared.with_properties(type_, rule))


def _rules(block: PlacedMap, own: Any, *, egress: bool) -> Iterator[PlacedMap | Unknown]:
    """The rules of one block, each with one source, in the words of CloudFormation."""
    side = "Destination" if egress else "Source"
    for name, member in (
        ("cidr_blocks", "CidrIp"),
        ("ipv6_cidr_blocks", "CidrIpv6"),
        ("prefix_list_ids", f"{side}PrefixListId"),
        ("security_groups", f"{side}SecurityGroupId"),
    ):
        for source, place in blocks(block.get(name)):
            if isinstance(source, Unknown):
                yield source
            elif source is not None:
                yield _rule(block, member, source, place)
    itself = block.get("self")
    if itself is True:
        yield _rule(block, f"{side}SecurityGroupId", own, block.places.get("self"))
    elif isinstance(itself, (Unknown, TemplateText)):
        yield _as_unknown(itself)


def _rule(block: PlacedMap, member: str, source: Any, place: Place | None) -> PlacedMap:
    rule = PlacedMap()
    rule.take(block, IpProtocol="protocol", FromPort="from_port", ToPort="to_port", Description="description")
    rule.put(member, source, place)
    return rule


def route_table(declared: Translated) -> Iterator[Part]:
    """``aws_route_table`` with the routes in it."""
    yield from _table(declared, declared.ref, main=False)


def default_route_table(declared: Translated) -> Iterator[Part]:
    """``aws_default_route_table``: the main table that AWS makes with the VPC, with these routes."""
    yield from _table(declared, declared.get("DefaultRouteTableId"), main=True)


def _table(declared: Translated, key: Any, *, main: bool) -> Iterator[Part]:
    for part in made_like("AWS::EC2::RouteTable", declared):
        part.key = part.body["RouteTableId"] = key
        if main:
            part.body["Associations"] = PlacedList([PlacedMap({"Main": True}, declared.place)], declared.place)
            part.body.setdefault("VpcId", _vpc_of_default(key))
        yield part
    for block, place in blocks(declared.get("Route")):
        if not isinstance(block, PlacedMap):
            part = declared.loose("ec2:Route", declared.place_of("Route"), ("RouteTableId", key))
            part.doubt = _as_unknown(block).reason
            yield part
            continue
        given = renamed(block, _ROUTE_NAMES)
        given.put("RouteTableId", key, place)
        for part in made_like("AWS::EC2::Route", declared.with_properties("AWS::EC2::Route", given)):
            part.place = place or part.place
            yield part


def main_route_table_association(declared: Translated) -> Iterator[Part]:
    """``aws_main_route_table_association``."""
    body = PlacedMap({"Main": True}, declared.place)
    body.take(declared.properties, "RouteTableId")
    yield declared.part("ec2:RouteTableAssociation", body=body)


def network_acl(declared: Translated) -> Iterator[Part]:
    """``aws_network_acl`` with its entries and subnets."""
    yield from _acl(declared, declared.ref, default=False)


def default_network_acl(declared: Translated) -> Iterator[Part]:
    """``aws_default_network_acl``: the list that AWS makes with the VPC, with these entries only."""
    yield from _acl(declared, declared.get("DefaultNetworkAclId"), default=True)


def _acl(declared: Translated, key: Any, *, default: bool) -> Iterator[Part]:
    for part in made_like("AWS::EC2::NetworkAcl", declared):
        part.key = part.body["NetworkAclId"] = key
        part.body["IsDefault"] = default
        part.body.setdefault("VpcId", _vpc_of_default(key))
        yield part
    for name in ("Ingress", "Egress"):
        for block, place in blocks(declared.get(name)):
            if not isinstance(block, PlacedMap):
                part = declared.loose("ec2:NetworkAclEntry", declared.place_of(name), ("NetworkAclId", key))
                part.doubt = _as_unknown(block).reason
                yield part
                continue
            given = renamed(block, {"rule_no": "RuleNumber", "action": "RuleAction"})
            given["NetworkAclId"], given["Egress"] = key, name == "Egress"
            yield from _entry(declared, given, place)
    for subnet, place in declared.each("SubnetIds"):
        where = place or declared.place
        yield declared.loose("ec2:NetworkAclAssociation", where, ("NetworkAclId", key), ("SubnetId", subnet))


def network_acl_rule(declared: Translated) -> Iterator[Part]:
    """``aws_network_acl_rule``."""
    yield from _entry(declared, declared.properties, declared.place)


def _entry(declared: Translated, given: PlacedMap, place: Place | None) -> Iterator[Part]:
    entry = PlacedMap()
    entry.take(given, *(name for name in given if name not in ("FromPort", "ToPort")))
    ports = PlacedMap()
    ports.take(given, From="FromPort", To="ToPort")
    if ports and entry.get("Protocol") not in ("-1", "all", -1):
        entry.put("PortRange", ports, given.places.get("FromPort"))
    protocol = {"tcp": "6", "udp": "17", "icmp": "1", "all": "-1"}.get(str(entry.get("Protocol")).lower())
    if protocol is not None:
        entry["Protocol"] = protocol
    for part in made_like("AWS::EC2::NetworkAclEntry", declared.with_properties("AWS::EC2::NetworkAclEntry", entry)):
        part.place = place or part.place
        yield part


def internet_gateway(declared: Translated) -> Iterator[Part]:
    """``aws_internet_gateway``, attached if it names a VPC."""
    yield from made_like("AWS::EC2::InternetGateway", declared)
    if declared.get("VpcId") is not None:
        owner = ("InternetGatewayId", declared.ref)
        members = (("VpcId", declared.get("VpcId")), ("State", "available"))
        yield declared.loose("ec2:GatewayAttachment", declared.place_of("VpcId"), owner, *members)


def endpoint_member(kind: str, member: str) -> Any:
    """A maker of ``aws_vpc_endpoint_*_association``: a route table, subnet or security group of an endpoint."""

    def make(declared: Translated) -> Iterator[Part]:
        value = declared.get(member)
        if member == "SecurityGroupId" and value is not None:
            value = PlacedMap({"GroupId": value}, declared.place)
        yield declared.loose(kind, declared.place, ("VpcEndpointId", declared.get("VpcEndpointId")), ("Value", value))

    return make


def managed_prefix_list(declared: Translated) -> Iterator[Part]:
    """``aws_ec2_managed_prefix_list``."""
    entries = renamed(declared.get("Entries"))
    if entries is not None:
        declared.properties.put("Entries", entries, declared.place_of("Entries"))
    yield from made_like("AWS::EC2::PrefixList", declared)


def _as_unknown(value: Any) -> Unknown:
    return Unknown(getattr(value, "reason", "a block is not known"))


def _implied(vpc: Any, attribute: str) -> Any:
    return hole_of(vpc, attribute) if isinstance(vpc, (str, TemplateText)) else _as_unknown(vpc)


def _vpc_of_default(key: Any) -> Any:
    """The VPC of an object that was made together with it."""
    if isinstance(key, TemplateText) and len(key.holes) == 1:
        hole = key.holes[0]
        return TemplateText((Hole(hole.name.rpartition(".")[0], hole.reason),))
    return Unknown("the VPC is not named")
