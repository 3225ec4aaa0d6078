"""The parts of a VPC, in the shapes of EC2's answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.assembly.defaults import everywhere
from mwaa_doctor.sources.assembly.values import boolean, integer, policy_document, protocol, text
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

_TARGETS = (
    "GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "InstanceId", "NetworkInterfaceId",
    "EgressOnlyInternetGatewayId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn", "DestinationCidrBlock",
    "DestinationIpv6CidrBlock", "DestinationPrefixListId",
)  # fmt: skip
_AVAILABLE = {"State": "available"}


def _started(declared: Declared, identifier: str, *names: str, **renamed: str) -> PlacedMap:
    """A body with the id, and properties taken over."""
    body = PlacedMap()
    body.put(identifier, declared.ref, declared.place)
    body.take(declared.properties, *names, **renamed)
    body.take(declared.properties, "Tags")
    return body


def vpc(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPC``."""
    body = _started(declared, "VpcId", "CidrBlock", "InstanceTenancy")
    for name, default in (("EnableDnsSupport", True), ("EnableDnsHostnames", False)):
        given = boolean(declared.get(name))
        body.put(name, default if given is None else given, declared.place_of(name))
    place = declared.place_of("CidrBlock")
    block = declared.get("CidrBlock")
    if block is None:
        block = Unknown(f"the block of `{declared.declaration.name}` comes from a pool of addresses")
    body.put("CidrBlockAssociationSet", PlacedList([_block("CidrBlock", block, place)], place), place)
    body.update({"IsDefault": False, "State": "available"})
    yield declared.part("ec2:Vpc", body=body)


def _block(name: str, value: Any, place: Place) -> PlacedMap:
    return PlacedMap({name: value, f"{name}State": PlacedMap({"State": "associated"})}, place)


def vpc_block(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPCCidrBlock``."""
    for name, kind in (("CidrBlock", "ec2:VpcCidrBlock"), ("Ipv6CidrBlock", "ec2:VpcIpv6CidrBlock")):
        block = declared.get(name)
        if name == "Ipv6CidrBlock" and boolean(declared.get("AmazonProvidedIpv6CidrBlock")) is True:
            block = Unknown("Amazon chooses the IPv6 block on deployment")
        if block is not None:
            place = declared.place_of(name)
            members = tuple(_block(name, block, place).items())
            yield declared.loose(kind, place, ("VpcId", declared.get("VpcId")), *members)


def subnet(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::Subnet``."""
    body = _started(
        declared, "SubnetId", "VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId", "Ipv6Native",
        "AssignIpv6AddressOnCreation",
    )  # fmt: skip
    for name in ("Ipv6Native", "AssignIpv6AddressOnCreation"):
        body.put(name, boolean(declared.get(name)), declared.place_of(name))
    public = boolean(declared.get("MapPublicIpOnLaunch"))
    body.put("MapPublicIpOnLaunch", False if public is None else public, declared.place_of("MapPublicIpOnLaunch"))
    body.put("OwnerId", declared.evaluation.pseudo("AWS::AccountId"), declared.place)
    block = declared.get("Ipv6CidrBlock")
    place = declared.place_of("Ipv6CidrBlock")
    blocks = PlacedList() if block is None else PlacedList([_block("Ipv6CidrBlock", block, place)], place)
    body.put("Ipv6CidrBlockAssociationSet", blocks, place)
    body.update(_AVAILABLE)
    yield declared.part("ec2:Subnet", body=body)


def route_table(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::RouteTable``."""
    body = _started(declared, "RouteTableId", "VpcId")
    body.update({"Routes": PlacedList(), "Associations": PlacedList()})
    yield declared.part("ec2:RouteTable", body=body)


def route(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::Route``; an endpoint as target stands where the answer has it, in ``GatewayId``."""
    body = PlacedMap({"Origin": "CreateRoute", "State": "active"})
    body.take(declared.properties, "RouteTableId", *_TARGETS)
    if "VpcEndpointId" in declared.properties:
        body.take(declared.properties, GatewayId="VpcEndpointId")
    yield declared.part("ec2:Route", body=body)


def route_table_association(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::SubnetRouteTableAssociation`` and ``GatewayRouteTableAssociation``."""
    body = PlacedMap({"Main": False})
    body.take(declared.properties, "RouteTableId", "SubnetId", "GatewayId")
    body.put("RouteTableAssociationId", declared.ref, declared.place)
    body["AssociationState"] = PlacedMap({"State": "associated"})
    yield declared.part("ec2:RouteTableAssociation", body=body)


def internet_gateway(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::InternetGateway``."""
    body = _started(declared, "InternetGatewayId")
    body["Attachments"] = PlacedList()
    yield declared.part("ec2:InternetGateway", body=body)


def vpn_gateway(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPNGateway``."""
    body = _started(declared, "VpnGatewayId", "Type")
    body.update({**_AVAILABLE, "VpcAttachments": PlacedList()})
    yield declared.part("ec2:VpnGateway", body=body)


def gateway_attachment(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPCGatewayAttachment``."""
    vpc_id = ("VpcId", declared.get("VpcId"))
    if "InternetGatewayId" in declared.properties:
        owner = ("InternetGatewayId", declared.get("InternetGatewayId"))
        yield declared.loose("ec2:GatewayAttachment", declared.place, owner, vpc_id, ("State", "available"))
    if "VpnGatewayId" in declared.properties:
        owner = ("VpnGatewayId", declared.get("VpnGatewayId"))
        yield declared.loose("ec2:VpnGatewayAttachment", declared.place, owner, vpc_id, ("State", "attached"))


def egress_only_gateway(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::EgressOnlyInternetGateway``."""
    body = _started(declared, "EgressOnlyInternetGatewayId")
    attached = PlacedMap({"State": "attached"})
    attached.take(declared.properties, "VpcId")
    body.put("Attachments", PlacedList([attached], declared.place), declared.place)
    yield declared.part("ec2:EgressOnlyInternetGateway", body=body)


def nat_gateway(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::NatGateway``."""
    body = _started(declared, "NatGatewayId", "SubnetId", "VpcId", "ConnectivityType", "AvailabilityMode")
    body.setdefault("ConnectivityType", "public")
    address = PlacedMap({"IsPrimary": True})
    address.take(declared.properties, "AllocationId", PrivateIp="PrivateIpAddress")
    body.put("NatGatewayAddresses", PlacedList([address], declared.place), declared.place)
    body.update(_AVAILABLE)
    yield declared.part("ec2:NatGateway", body=body)


def security_group(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::SecurityGroup``; without an outbound rule in it, AWS lets everything out."""
    body = _started(declared, "GroupId", "GroupName", "VpcId", Description="GroupDescription")
    body.put("OwnerId", declared.evaluation.pseudo("AWS::AccountId"), declared.place)
    for name, given in (("IpPermissions", "SecurityGroupIngress"), ("IpPermissionsEgress", "SecurityGroupEgress")):
        value = declared.get(given)
        members = PlacedList()
        for member, place in declared.each(given):
            members.add(_permission(member) if isinstance(member, PlacedMap) else member, place)
        body.put(name, value if isinstance(value, Unknown) else members, declared.place_of(given))
    if body["IpPermissionsEgress"] == []:
        body["IpPermissionsEgress"] = everywhere()
    yield declared.part("ec2:SecurityGroup", body=body)


def security_group_rule(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::SecurityGroupIngress`` and ``SecurityGroupEgress``."""
    body = _permission(declared.properties)
    body.take(declared.properties, "GroupId")
    if "GroupId" not in body:
        body.take(declared.properties, GroupId="GroupName")
    body["IsEgress"] = declared.declaration.type.endswith("Egress")
    yield declared.part("ec2:SecurityGroupRule", body=body)


def _permission(given: PlacedMap) -> PlacedMap:
    """A rule in the shape of DescribeSecurityGroups."""
    body = PlacedMap()
    body.put("IpProtocol", protocol(given.get("IpProtocol")), given.places.get("IpProtocol"))
    for name in ("FromPort", "ToPort"):
        body.put(name, integer(given.get(name)), given.places.get(name))
    for name, member, sources in (
        ("IpRanges", "CidrIp", ("CidrIp",)),
        ("Ipv6Ranges", "CidrIpv6", ("CidrIpv6",)),
        ("PrefixListIds", "PrefixListId", ("SourcePrefixListId", "DestinationPrefixListId")),
        ("UserIdGroupPairs", "GroupId", ("SourceSecurityGroupId", "DestinationSecurityGroupId")),
    ):
        listed = PlacedList()
        for source in sources:
            if given.get(source) is not None:
                place = given.places.get(source)
                item = PlacedMap({member: given[source]}, place)
                if member == "GroupId":
                    item.take(given, UserId="SourceSecurityGroupOwnerId")
                item.take(given, "Description")
                listed.add(item, place)
                body.put(name, listed, place)
        body.setdefault(name, listed)
    return body


def network_acl(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::NetworkAcl``."""
    body = _started(declared, "NetworkAclId", "VpcId")
    body.update({"IsDefault": False, "Entries": PlacedList(), "Associations": PlacedList()})
    yield declared.part("ec2:NetworkAcl", body=body)


def network_acl_entry(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::NetworkAclEntry``."""
    body = PlacedMap()
    body.take(declared.properties, "NetworkAclId", "CidrBlock", "Ipv6CidrBlock", "RuleAction", IcmpTypeCode="Icmp")
    body.put("Protocol", text(declared.get("Protocol")), declared.place_of("Protocol"))
    body.put("RuleNumber", integer(declared.get("RuleNumber")), declared.place_of("RuleNumber"))
    egress = boolean(declared.get("Egress"))
    body.put("Egress", False if egress is None else egress, declared.place_of("Egress"))
    ports = declared.get("PortRange")
    if isinstance(ports, PlacedMap):
        for name in ports:
            ports[name] = integer(ports[name])
    body.put("PortRange", ports, declared.place_of("PortRange"))
    yield declared.part("ec2:NetworkAclEntry", body=body)


def network_acl_association(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::SubnetNetworkAclAssociation``."""
    body = PlacedMap()
    body.take(declared.properties, "NetworkAclId", "SubnetId")
    yield declared.part("ec2:NetworkAclAssociation", body=body)


def vpc_endpoint(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPCEndpoint``, its policy decoded."""
    body = _started(
        declared, "VpcEndpointId", "VpcEndpointType", "VpcId", "ServiceName", "RouteTableIds", "SubnetIds",
        "IpAddressType", "DnsOptions", "ServiceRegion",
    )  # fmt: skip
    body.setdefault("VpcEndpointType", "Gateway")
    private = boolean(declared.get("PrivateDnsEnabled"))
    body.put("PrivateDnsEnabled", False if private is None else private, declared.place_of("PrivateDnsEnabled"))
    body.put("Groups", declared.references("SecurityGroupIds", "GroupId"), declared.place_of("SecurityGroupIds"))
    place = declared.place_of("PolicyDocument")
    body.put("PolicyDocument", policy_document(declared.get("PolicyDocument"), place), place)
    for name in ("RouteTableIds", "SubnetIds"):
        body.setdefault(name, PlacedList())
    body.update(_AVAILABLE)
    yield declared.part("ec2:VpcEndpoint", body=body)


def peering(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPCPeeringConnection``."""
    body = _started(declared, "VpcPeeringConnectionId")
    requester, accepter = PlacedMap(), PlacedMap()
    requester.take(declared.properties, "VpcId")
    accepter.take(declared.properties, VpcId="PeerVpcId", OwnerId="PeerOwnerId", Region="PeerRegion")
    body.put("RequesterVpcInfo", requester, declared.place_of("VpcId"))
    body.put("AccepterVpcInfo", accepter, declared.place_of("PeerVpcId"))
    body["Status"] = PlacedMap({"Code": "active"})
    yield declared.part("ec2:VpcPeeringConnection", body=body)


def transit_gateway_attachment(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::TransitGatewayAttachment`` and ``TransitGatewayVpcAttachment``."""
    body = _started(
        declared, "TransitGatewayAttachmentId", "TransitGatewayId", "SubnetIds", "Options", ResourceId="VpcId"
    )
    body.update({**_AVAILABLE, "ResourceType": "vpc"})
    yield declared.part("ec2:TransitGatewayAttachment", body=body)


def dhcp_options(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::DHCPOptions``."""
    body = _started(declared, "DhcpOptionsId")
    found = PlacedList()
    for name, key in (
        ("DomainName", "domain-name"),
        ("DomainNameServers", "domain-name-servers"),
        ("NtpServers", "ntp-servers"),
        ("NetbiosNameServers", "netbios-name-servers"),
        ("NetbiosNodeType", "netbios-node-type"),
    ):
        given = declared.get(name)
        if given is not None:
            values = PlacedList()
            for value, place in declared.each(name):
                values.add(value if isinstance(value, Unknown) else PlacedMap({"Value": text(value)}, place), place)
            place = declared.place_of(name)
            found.add(PlacedMap({"Key": key, "Values": values}, place), place)
    body.put("DhcpConfigurations", found, declared.place)
    yield declared.part("ec2:DhcpOptions", body=body)


def dhcp_options_association(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::VPCDHCPOptionsAssociation``."""
    place = declared.place_of("DhcpOptionsId")
    chosen = ("DhcpOptionsId", declared.get("DhcpOptionsId"))
    yield declared.loose("ec2:VpcSettings", place, ("VpcId", declared.get("VpcId")), chosen)


def prefix_list(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::PrefixList``."""
    body = _started(declared, "PrefixListId", "PrefixListName", "AddressFamily", "MaxEntries", "Entries")
    body.setdefault("Entries", PlacedList())
    yield declared.part("ec2:PrefixList", body=body)


def network_interface(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::NetworkInterface``."""
    body = _started(declared, "NetworkInterfaceId", "SubnetId", "SourceDestCheck", "PrivateIpAddress")
    body.put("Groups", declared.references("GroupSet", "GroupId"), declared.place_of("GroupSet"))
    yield declared.part("ec2:NetworkInterface", body=body)
