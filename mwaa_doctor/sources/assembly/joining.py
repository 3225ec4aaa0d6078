"""Joins loose parts, such as a route or the policy of a bucket, to the objects that they belong to.

Loose kinds, the member of their body that names the owner, and what the rest of the body is:

- ``ec2:Route`` RouteTableId; a member of ``RouteTable.Routes``
- ``ec2:RouteTableAssociation`` RouteTableId; a member of ``RouteTable.Associations``
- ``ec2:NetworkAclEntry`` NetworkAclId; a member of ``NetworkAcl.Entries``
- ``ec2:NetworkAclAssociation`` NetworkAclId; a member of ``NetworkAcl.Associations``
- ``ec2:SecurityGroupRule`` GroupId; ``IsEgress`` and a member of ``IpPermissions`` or ``IpPermissionsEgress``
- ``ec2:GatewayAttachment`` InternetGatewayId; a member of ``InternetGateway.Attachments``
- ``ec2:VpnGatewayAttachment`` VpnGatewayId; a member of ``VpnGateway.VpcAttachments``
- ``ec2:VpcCidrBlock`` VpcId; a member of ``Vpc.CidrBlockAssociationSet``
- ``ec2:VpcIpv6CidrBlock`` VpcId; a member of ``Vpc.Ipv6CidrBlockAssociationSet``
- ``ec2:VpcSettings`` VpcId; members of ``Vpc``
- ``ec2:VpcEndpointRouteTable``, ``ec2:VpcEndpointSubnet``, ``ec2:VpcEndpointGroup`` VpcEndpointId; ``Value`` is a
  member of ``RouteTableIds``, ``SubnetIds`` and ``Groups``
- ``ec2:PrefixListEntry`` PrefixListId; a member of ``PrefixList.Entries``
- ``ec2:ClientVpnTargetNetwork``, ``ec2:ClientVpnAuthorizationRule`` ClientVpnEndpointId; a member of
  ``ClientVpnEndpoint.TargetNetworks`` and ``AuthorizationRules``
- ``elasticloadbalancing:Target`` TargetGroupArn; a member of ``TargetGroup.Targets``
- ``route53:HostedZoneVpc`` HostedZoneId; a member of ``HostedZone.VPCs``
- ``events:Target`` Name; a member of ``Rule.Targets``
- ``lambda:Permission`` FunctionName, which may be the ARN; a member of ``Function.Permissions``
- ``iam:RolePolicy`` RoleName, ``iam:UserPolicy`` UserName, ``iam:GroupPolicy`` GroupName; a member of
  ``RolePolicyList`` and its like
- ``iam:RoleAttachment``, ``iam:UserAttachment``, ``iam:GroupAttachment`` as these; a member of
  ``AttachedManagedPolicies``
- ``iam:UserGroup`` UserName; ``Value`` is a member of ``GroupList``
- ``kms:KeySettings`` KeyId; members of ``Key``;  ``kms:Alias`` KeyId; ``Value`` is a member of ``Key.Aliases``
- ``s3:BucketSettings`` Name; members of ``Bucket``
- ``secretsmanager:SecretSettings`` ARN; members of ``Secret``

A part that belongs to an object outside of what was read is left out.  One that may not exist, or may belong to one
object or another, leaves an ``Unknown`` in the list, so that nobody takes the list for complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mwaa_doctor.models.deployment import Piece
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.sources.assembly.values import as_reference
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True, slots=True)
class _Join:
    """``owner`` is a kind, ``by`` the member that names one; ``to`` the list, or empty if members are merged."""

    owner: str
    by: str
    to: str = ""
    keeps_name: bool = False


_JOINS = {
    "ec2:Route": _Join("ec2:RouteTable", "RouteTableId", "Routes"),
    "ec2:RouteTableAssociation": _Join("ec2:RouteTable", "RouteTableId", "Associations", keeps_name=True),
    "ec2:NetworkAclEntry": _Join("ec2:NetworkAcl", "NetworkAclId", "Entries"),
    "ec2:NetworkAclAssociation": _Join("ec2:NetworkAcl", "NetworkAclId", "Associations", keeps_name=True),
    "ec2:SecurityGroupRule": _Join("ec2:SecurityGroup", "GroupId", "IpPermissions"),
    "ec2:GatewayAttachment": _Join("ec2:InternetGateway", "InternetGatewayId", "Attachments"),
    "ec2:VpnGatewayAttachment": _Join("ec2:VpnGateway", "VpnGatewayId", "VpcAttachments"),
    "ec2:VpcCidrBlock": _Join("ec2:Vpc", "VpcId", "CidrBlockAssociationSet"),
    "ec2:VpcIpv6CidrBlock": _Join("ec2:Vpc", "VpcId", "Ipv6CidrBlockAssociationSet"),
    "ec2:VpcSettings": _Join("ec2:Vpc", "VpcId"),
    "ec2:VpcEndpointRouteTable": _Join("ec2:VpcEndpoint", "VpcEndpointId", "RouteTableIds"),
    "ec2:VpcEndpointSubnet": _Join("ec2:VpcEndpoint", "VpcEndpointId", "SubnetIds"),
    "ec2:VpcEndpointGroup": _Join("ec2:VpcEndpoint", "VpcEndpointId", "Groups"),
    "ec2:PrefixListEntry": _Join("ec2:PrefixList", "PrefixListId", "Entries"),
    "ec2:ClientVpnTargetNetwork": _Join("ec2:ClientVpnEndpoint", "ClientVpnEndpointId", "TargetNetworks"),
    "ec2:ClientVpnAuthorizationRule": _Join("ec2:ClientVpnEndpoint", "ClientVpnEndpointId", "AuthorizationRules"),
    "elasticloadbalancing:Target": _Join("elasticloadbalancing:TargetGroup", "TargetGroupArn", "Targets"),
    "route53:HostedZoneVpc": _Join("route53:HostedZone", "HostedZoneId", "VPCs"),
    "events:Target": _Join("events:Rule", "Name", "Targets"),
    "lambda:Permission": _Join("lambda:Function", "FunctionName", "Permissions"),
    "iam:RolePolicy": _Join("iam:Role", "RoleName", "RolePolicyList"),
    "iam:UserPolicy": _Join("iam:User", "UserName", "UserPolicyList"),
    "iam:GroupPolicy": _Join("iam:Group", "GroupName", "GroupPolicyList"),
    "iam:RoleAttachment": _Join("iam:Role", "RoleName", "AttachedManagedPolicies"),
    "iam:UserAttachment": _Join("iam:User", "UserName", "AttachedManagedPolicies"),
    "iam:GroupAttachment": _Join("iam:Group", "GroupName", "AttachedManagedPolicies"),
    "iam:UserGroup": _Join("iam:User", "UserName", "GroupList"),
    "kms:KeySettings": _Join("kms:Key", "KeyId"),
    "kms:Alias": _Join("kms:Key", "KeyId", "Aliases"),
    "s3:BucketSettings": _Join("s3:Bucket", "Name"),
    "secretsmanager:SecretSettings": _Join("secretsmanager:Secret", "ARN"),
}


def pieces(parts: Iterable[Part]) -> tuple[Piece, ...]:
    """The loose parts, each with what it names its owner by."""
    found = []
    for part in parts:
        owner = as_reference(part.body.get(_JOINS[part.kind].by)) if part.kind in _JOINS else None
        if owner is not None:
            found.append(Piece(part.label, part.kind, owner, part.place))
    return tuple(found)


def join_parts(parts: Iterable[Part]) -> list[Part]:
    """The objects, with the loose parts in them, in the order in which they were declared."""
    owners: list[Part] = []
    loose: list[tuple[_Join, Part]] = []
    for part in parts:
        join = _JOINS.get(part.kind)
        if join is None:
            owners.append(part)
        else:
            loose.append((join, part))
    by_kind: dict[str, list[Part]] = {}
    by_name: dict[tuple[str, Text], Part] = {}
    for owner in owners:
        by_kind.setdefault(owner.kind, []).append(owner)
        for name in _names(owner):
            by_name.setdefault((owner.kind, name), owner)
    for join, part in loose:
        named = as_reference(part.body.get(join.by))
        if isinstance(named, Unknown):
            for owner in by_kind.get(join.owner, ()):
                _add(join, owner, part, named.reason)
        elif named is not None and (join.owner, named) in by_name:
            owner = by_name[join.owner, named]
            _add(join, owner, part, part.doubt if part.doubt != owner.doubt else "")
    return owners


def _names(owner: Part) -> Iterator[Text]:
    """What others call an object: its key, and for roles, users, keys and functions the name, id or ARN as well."""
    yield owner.key
    for member in ("RoleName", "UserName", "GroupName", "KeyId", "Arn", "FunctionArn"):
        named = as_reference(owner.body.get(member))
        if named is not None and not isinstance(named, Unknown):
            yield named


def _add(join: _Join, owner: Part, part: Part, doubt: str) -> None:
    body = part.body
    if not join.to:
        for name, value in body.items():
            if name != join.by:
                owner.body.put(name, Unknown(doubt) if doubt else value, body.places.get(name, part.place))
        return
    name = join.to
    if body.get("IsEgress") is True:
        name = "IpPermissionsEgress"
    members = owner.body.get(name)
    if members is None:
        members = PlacedList()
        owner.body.put(name, members, part.place)
    if not isinstance(members, PlacedList):
        return
    member = body["Value"] if "Value" in body else _without(body, join)
    members.add(Unknown(doubt) if doubt else member, part.place)


def _without(body: PlacedMap, join: _Join) -> PlacedMap:
    dropped = ("IsEgress",) if join.keeps_name else ("IsEgress", join.by)
    member = PlacedMap()
    member.take(body, *(name for name in body if name not in dropped))
    return member
