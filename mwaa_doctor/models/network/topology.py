"""The objects around an environment by what they are to each other: subnets, tables, ACLs, gateways, endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.network.addresses import Ranges, ranges_of, union
from mwaa_doctor.models.network.filters import Acl
from mwaa_doctor.models.snapshot import Resource, Snapshot, Text
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.unknown import Unknown

__all__ = ["Subnet", "Table", "Topology"]

_OWNERS_ONLY = frozenset(
    {"ec2:NatGateway", "ec2:InternetGateway", "ec2:EgressOnlyInternetGateway", "ec2:VpcEndpoint", "ec2:SecurityGroup",
     "ec2:NetworkInterface"}
)  # fmt: skip


@dataclass(frozen=True)
class Subnet:
    """A subnet; ``number`` is its place in the environment's list, or -1."""

    record: Resource
    number: int = -1

    @property
    def name(self) -> str:
        """What people call it."""
        return self.record.label

    @property
    def key(self) -> Text:
        """Its id."""
        return self.record.key

    @property
    def vpc(self) -> Text:
        """The id of its VPC; raises ``Unknown``."""
        return _needed(self.record, "VpcId")

    @cached_property
    def ranges(self) -> Ranges:
        """Its IPv4 addresses; raises ``Unknown``."""
        ranges = ranges_of(str(self.record.get("CidrBlock") or ""))
        if ranges is None:
            raise Unknown(f"the address range of `{self.name}` is not known")
        return ranges

    @property
    def has_ranges(self) -> bool:
        """Whether its IPv4 addresses are known."""
        block = self.record.body.get("CidrBlock")
        return isinstance(block, str) and ranges_of(block) is not None

    @property
    def zone(self) -> Text:
        """Its Availability Zone, by id if there is one; raises ``Unknown``."""
        return self.record.text("AvailabilityZoneId") or _needed(self.record, "AvailabilityZone")

    @property
    def is_ipv6_only(self) -> bool:
        """Whether it has IPv6 addresses only; raises ``Unknown``."""
        return self.record.get("Ipv6Native") is True


@dataclass(frozen=True)
class Table:
    """A route table, and whether it serves the subnet as the main one of the VPC."""

    record: Resource
    is_main: bool

    @property
    def name(self) -> str:
        """What people call it."""
        return self.record.label

    @property
    def routes(self) -> tuple[Mapping[str, Any], ...]:
        """Its routes; raises ``Unknown`` if one is not known."""
        return self.record.items("Routes")


@dataclass(frozen=True)
class Topology:
    """The network of one environment; every question raises ``Unknown`` if the snapshot does not tell."""

    environment: Environment
    _caches: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def snapshot(self) -> Snapshot:
        """What is known of the account."""
        return self.environment.snapshot

    @cached_property
    def is_made_here(self) -> bool:
        """Whether a template creates the VPC together with the environment.

        What the environment needs on its creation is then in the template too: nobody else knows the VPC before.
        """
        try:
            return self.snapshot.is_declared and not self.vpc.doubt
        except Unknown:
            return False

    def around(self, kind: str) -> Iterator[Resource]:
        """The objects of a kind that are told of, in any VPC; raises ``Unknown`` in the end if others were refused."""
        yield from self.snapshot.known(kind)
        if kind in self.snapshot.gaps:
            raise Unknown(self.snapshot.gaps[kind])

    def may_have_more(self, kind: str) -> str:
        """Why there may be more of a kind, or of pieces such as ``ec2:Route``, than is told of; empty if not."""
        return self.snapshot.gaps.get(kind, "")

    # -- the environment's own -----------------------------------------------------------------------------------

    @cached_property
    def subnet_ids(self) -> tuple[Text, ...]:
        """The ids of the environment's subnets."""
        return self._ids("SubnetIds")

    @cached_property
    def group_ids(self) -> tuple[Text, ...]:
        """The ids of the environment's security groups."""
        return self._ids("SecurityGroupIds")

    def _ids(self, name: str) -> tuple[Text, ...]:
        record = self.environment.record
        given = record.raw("NetworkConfiguration", name)
        if isinstance(given, TemplateText):
            raise given.unknown
        if given is None:
            raise Unknown(f"{record.label} names no {name}")
        members = record.items("NetworkConfiguration", name)
        return tuple(member for member in members if isinstance(member, (str, TemplateText)))

    @cached_property
    def subnets(self) -> tuple[Subnet, ...]:
        """The environment's subnets, those that certainly do not exist left out."""
        return tuple(self.environment_subnets())

    def environment_subnets(self) -> Iterator[Subnet]:
        """The environment's subnets one by one; raises ``Unknown`` at the first that is not known."""
        for number, key in enumerate(self.subnet_ids):
            record = self.snapshot.find("ec2:Subnet", key)
            if record is not None:
                yield Subnet(record, number)

    @cached_property
    def groups(self) -> tuple[Resource, ...]:
        """The environment's security groups; there is at least one, or ``Unknown`` is raised."""
        if not self.group_ids:
            raise Unknown("the environment names no security group")
        found = (self.snapshot.find("ec2:SecurityGroup", key) for key in self.group_ids)
        return tuple(group for group in found if group is not None)

    @cached_property
    def vpc_id(self) -> Text:
        """The id of the VPC."""
        for number, key in enumerate(self.subnet_ids):
            try:
                record = self.snapshot.find("ec2:Subnet", key)
            except Unknown:
                if number + 1 == len(self.subnet_ids):
                    raise
                continue
            if record is not None:
                return Subnet(record).vpc
        raise Unknown("none of the environment's subnets exists")

    @cached_property
    def vpc(self) -> Resource:
        """The VPC."""
        found = self.snapshot.find("ec2:Vpc", self.vpc_id)
        if found is None:
            raise Unknown(f"the VPC `{self.vpc_id}` does not exist")
        return found

    @cached_property
    def vpc_blocks(self) -> tuple[str, ...]:
        """The IPv4 blocks of the VPC, as CIDR."""
        blocks = [item.get("CidrBlock") for item in self.vpc.items("CidrBlockAssociationSet")]
        blocks.append(self.vpc.get("CidrBlock"))
        for block in blocks:
            if isinstance(block, (Unknown, TemplateText)):
                raise Unknown(block.reason)
        return tuple(dict.fromkeys(str(block) for block in blocks if block and ranges_of(str(block))))

    @property
    def vpc_ranges(self) -> Ranges:
        """The IPv4 addresses of the VPC."""
        return union((found for block in self.vpc_blocks if (found := ranges_of(block))), 4)

    # -- what belongs to what ------------------------------------------------------------------------------------

    def members(self, kind: str) -> tuple[Resource, ...]:
        """All objects of a kind in the VPC."""
        self._must_be_visible(kind)
        if self.is_made_here and kind not in self.snapshot.gaps:
            found = self.snapshot.known(kind)
            for record in found:
                if record.doubt:
                    raise Unknown(record.doubt)
        else:
            found = self.snapshot.all(kind)
        return tuple(record for record in found if self._in_vpc(record))

    @staticmethod
    def same(one: Text, other: Text) -> bool:
        """Whether two texts are equal once deployed; raises ``Unknown`` if that is not known."""
        equal = may_be_equal(one, other)
        if equal is None:
            chosen = {_choice(one), _choice(other)}
            if len(chosen) == 2 and None not in chosen:
                return False
            raise Unknown(next(text.reason for text in (one, other) if isinstance(text, TemplateText)))
        return equal

    def told(self, kind: str) -> tuple[Resource, ...]:
        """The objects of a kind in the VPC that are told of; there may be more."""
        found = []
        for record in self.snapshot.known(kind):
            try:
                if not record.doubt and self._in_vpc(record):
                    found.append(record)
            except Unknown:
                continue
        return tuple(found)

    def _in_vpc(self, record: Resource) -> bool:
        same = may_be_equal(_needed(record, "VpcId"), self.vpc_id)
        if same is None:
            raise Unknown(f"whether {record.label} belongs to the VPC is not known")
        return same

    def find(self, kind: str, key: Text | None) -> Resource | None:
        """The object with an id; see ``Snapshot.find``."""
        found = self.snapshot.find(kind, key)
        if found is None:
            self._must_be_visible(kind)
        return found

    @cached_property
    def foreign_owner(self) -> str | None:
        """The account that shares the subnets, if it is not the environment's own; raises ``Unknown``."""
        for subnet in self.subnets:
            owner, account = subnet.record.text("OwnerId"), self.snapshot.account
            if isinstance(owner, str) and isinstance(account, str) and owner != account:
                return owner
        return None

    def _must_be_visible(self, kind: str) -> None:
        """The participants of a shared VPC do not see what its owner has made in it.

        https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
        """
        if kind in _OWNERS_ONLY and self.foreign_owner is not None:
            raise Unknown(f"the VPC belongs to the account {self.foreign_owner}, which alone sees all that is in it")

    def subnet(self, key: Text) -> Subnet | None:
        """Any subnet by its id."""
        record = self.find("ec2:Subnet", key)
        return Subnet(record) if record is not None else None

    def table_of(self, subnet: Subnet) -> Table:
        """The route table of a subnet: its own, or the main one of the VPC."""
        found = self._own("ec2:RouteTable", subnet)
        return Table(found, False) if found is not None else Table(self._main_table(subnet.vpc), True)

    def acl_of(self, subnet: Subnet) -> Acl:
        """The network ACL of a subnet: its own, or the default one of the VPC."""
        return Acl(self._own("ec2:NetworkAcl", subnet) or self._default_acl(subnet.vpc))

    def _own(self, kind: str, subnet: Subnet) -> Resource | None:
        """The table or ACL that a subnet is associated with; raises ``Unknown`` if one of several may be it."""
        found = self._associated(kind, "Associations").get(subnet.key)
        if found is None:
            for record in self.snapshot.known(kind):
                reason = record.doubt or _doubt(record, "Associations")
                if reason and may_be_equal(_needed(record, "VpcId"), subnet.vpc) is not False:
                    raise Unknown(reason)
        return found

    def _associated(self, kind: str, name: str) -> Mapping[Text, Resource]:
        """The table or ACL of each subnet that has one of its own.

        One object with associations that are not known does not hide those of others.
        """
        if kind not in self._caches:
            found: dict[Text, Resource] = {}
            for record in self.snapshot.known(kind):
                for association in _known_members(record, name):
                    key = association.get("SubnetId")
                    state = association.get("AssociationState")
                    gone = isinstance(state, Mapping) and state.get("State") in ("disassociated", "failed")
                    if isinstance(key, (str, TemplateText)) and not gone and not record.doubt:
                        found[key] = record
            self._caches[kind] = found
        cached: Mapping[Text, Resource] = self._caches[kind]
        return cached

    def _sole(self, kind: str, vpc: Text, is_it: Callable[[Resource], bool]) -> Resource:
        """The main table or default ACL of a VPC."""
        for record in self.snapshot.known(kind):
            if may_be_equal(_needed(record, "VpcId"), vpc) and is_it(record):
                return record
        name = {"ec2:RouteTable": "the main route table", "ec2:NetworkAcl": "the default network ACL"}[kind]
        raise Unknown(self.snapshot.gaps.get(kind) or f"{self.snapshot.name} does not tell of {name} of the VPC")

    def _main_table(self, vpc: Text) -> Resource:
        def is_main(record: Resource) -> bool:
            return any(item.get("Main") is True for item in _known_members(record, "Associations"))

        return self._sole("ec2:RouteTable", vpc, is_main)

    def _default_acl(self, vpc: Text) -> Resource:
        return self._sole("ec2:NetworkAcl", vpc, lambda record: record.raw("IsDefault") is True)

    def prefix_list(self, key: Text) -> tuple[Ranges, ...]:
        """The addresses in a prefix list."""
        record = self.find("ec2:PrefixList", key)
        if record is None:
            raise Unknown(f"the prefix list `{key}` is not known")
        if record.raw("Entries") is None:
            raise Unknown(f"what is in the prefix list `{record.label}` is not known")
        return tuple(
            found for entry in record.items("Entries") if (found := ranges_of(str(entry.get("Cidr") or ""))) is not None
        )


def _choice(text: Text) -> str | None:
    """The zone that a template chooses out of those of the Region, by its position."""
    holes = text.holes if isinstance(text, TemplateText) and len(text.parts) == 1 else ()
    return holes[0].name if holes and "GetAZs" in holes[0].name else None


def _needed(record: Resource, name: str) -> Text:
    value = record.text(name)
    if value is None:
        raise Unknown(f"the {name} of {record.label} is not known")
    return value


def _known_members(record: Resource, name: str) -> Iterator[Mapping[str, Any]]:
    value = record.body.get(name)
    for member in value if isinstance(value, (list, tuple)) else ():
        if isinstance(member, Mapping):
            yield member


def _doubt(record: Resource, name: str) -> str:
    value = record.body.get(name)
    members = value if isinstance(value, (list, tuple)) else (value,)
    return next((member.reason for member in members if isinstance(member, (Unknown, TemplateText))), "")
