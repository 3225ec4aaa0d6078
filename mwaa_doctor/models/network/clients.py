"""Through what people reach a private web server: client VPNs, load balancers and bastions that are told of."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.network.addresses import Ranges, ranges_of, union
from mwaa_doctor.models.network.filters import Judgement, Peer, admits, sources_of, speaks_of
from mwaa_doctor.models.network.load_balancers import balancers
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.reach import HTTPS
from mwaa_doctor.models.snapshot import Resource, Step, Text
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.unknown import Unknown

__all__ = ["Client", "ClientVpn", "admits_others", "bastions", "client_vpns", "clients", "ssh_sources"]

_SSH = 22
_LISTS = {
    # kind: what holds its subnets and its groups, and the member that is the id
    "client VPN": (("TargetNetworks", "TargetNetworkId"), ("SecurityGroupIds", "")),
    "load balancer": (("AvailabilityZones", "SubnetId"), ("SecurityGroups", "")),
    "bastion": (("SubnetId", ""), ("SecurityGroups", "GroupId")),
}


@dataclass(frozen=True)
class Client:
    """Something that calls the web server; ``kind`` is ``client VPN``, ``load balancer`` or ``bastion``."""

    network: Network
    record: Resource
    kind: str

    @property
    def name(self) -> str:
        """What people call it."""
        return self.record.label

    @property
    def subnet_ids(self) -> tuple[Text, ...]:
        """The ids of the subnets that it is in; raises ``Unknown``."""
        return self._ids(*_LISTS[self.kind][0])

    @property
    def group_ids(self) -> tuple[Text, ...]:
        """The ids of its security groups; raises ``Unknown``."""
        return self._ids(*_LISTS[self.kind][1])

    @property
    def group_names(self) -> tuple[str, ...]:
        """What people call its security groups; raises ``Unknown``."""
        found = [(key, self.network.topology.find("ec2:SecurityGroup", key)) for key in self.group_ids]
        return tuple(record.label if record is not None else str(key) for key, record in found)

    def _ids(self, name: str, member: str) -> tuple[Text, ...]:
        found = []
        sole = self.record.text(name)
        for item in self.record.items(name) if sole is None else (sole,):
            value = item.get(member) if isinstance(item, dict) else item
            if isinstance(value, Unknown):
                raise Unknown(value.reason)
            if isinstance(value, (str, TemplateText)):
                found.append(value)
        return tuple(found)

    @property
    def is_in_vpc(self) -> bool | None:
        """Whether it is in the environment's VPC; ``None`` if that is not known."""
        try:
            vpc = self.record.text("VpcId")
            for key in () if vpc is not None else self.subnet_ids:
                subnet = self.network.topology.subnet(key)
                vpc = subnet.vpc if subnet is not None else None
            return None if vpc is None or self.record.doubt else may_be_equal(vpc, self.network.topology.vpc_id)
        except Unknown:
            return None

    def admitted(self) -> Judgement:
        """Whether the environment's groups let it in on port 443; raises ``Unknown``."""
        topology = self.network.topology
        subnets = [found for key in self.subnet_ids if (found := topology.subnet(key)) is not None]
        ranges = union((subnet.ranges for subnet in subnets), 4) or topology.vpc_ranges
        return admits(topology.groups, "in", HTTPS, Peer(ranges, self.group_ids), topology.prefix_list)


@dataclass(frozen=True)
class ClientVpn(Client):
    """A Client VPN endpoint."""

    @property
    def addresses(self) -> str | None:
        """The block that its clients get addresses from, if it is known."""
        value = self.record.body.get("ClientCidrBlock")
        return value if isinstance(value, str) and ranges_of(value) is not None else None

    @property
    def authorized(self) -> Ranges:
        """The addresses that some of its clients may call; raises ``Unknown``."""
        blocks = [rule.get("DestinationCidr") for rule in self.record.items("AuthorizationRules") if _is_active(rule)]
        for block in blocks:
            if isinstance(block, (Unknown, TemplateText)):
                raise Unknown(block.reason)
        return union((found for block in blocks if (found := ranges_of(str(block or ""))) is not None), 4)

    @property
    def texts(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """What it names by id or ARN, each with its path in the record."""
        groups, networks = (self.record.body.get(name) or () for name in ("SecurityGroupIds", "TargetNetworks"))
        paths: list[tuple[Step, ...]] = [("VpcId",), *(path for _, path in self.certificates)]
        paths += [("SecurityGroupIds", number) for number, _ in enumerate(groups)]
        paths += [("TargetNetworks", number, "TargetNetworkId") for number, _ in enumerate(networks)]
        for path in paths:
            with contextlib.suppress(Unknown):
                value = self.record.raw(*path)
                if isinstance(value, str):
                    yield value, path

    @property
    def certificates(self) -> Iterator[tuple[Text, tuple[Step, ...]]]:
        """The ARNs of its certificates that are told, each with its path in the record."""
        options = self.record.body.get("AuthenticationOptions")
        numbers = range(len(options) if isinstance(options, (list, tuple)) else 0)
        chain = ("MutualAuthentication", "ClientRootCertificateChain")
        for path in (("ServerCertificateArn",), *(("AuthenticationOptions", number, *chain) for number in numbers)):
            with contextlib.suppress(Unknown):
                arn = self.record.text(*path)
                if arn is not None:
                    yield arn, path


def _is_active(rule: Any) -> bool:
    status = rule.get("Status")
    return not isinstance(status, dict) or status.get("Code") in (None, "active", "authorizing")


def client_vpns(network: Network) -> Iterator[ClientVpn]:
    """All Client VPN endpoints that are told of, in any VPC."""
    for record in network.topology.around("ec2:ClientVpnEndpoint"):
        yield ClientVpn(network, record, "client VPN")


def bastions(network: Network) -> Iterator[Client]:
    """The instances in the VPC whose groups admit SSH from addresses outside of it."""
    for record in network.topology.around("ec2:Instance"):
        bastion = Client(network, record, "bastion")
        if bastion.is_in_vpc and any(True for _ in ssh_sources(bastion)):
            yield bastion


def ssh_sources(bastion: Client) -> Iterator[tuple[Resource, int, str]]:
    """The blocks outside of the VPC that an instance's groups admit to SSH: group, number of the rule, block."""
    with contextlib.suppress(Unknown):
        inside = bastion.network.topology.vpc_ranges
        for key in bastion.group_ids:
            group = bastion.network.topology.find("ec2:SecurityGroup", key)
            for number, block, _ in sources_of(group) if group is not None else ():
                ranges = ranges_of(block)
                rule = group.body["IpPermissions"][number] if group is not None else {}
                if group is not None and ranges and speaks_of(rule, _SSH) and not inside.covers(ranges):
                    yield group, number, block


def clients(network: Network) -> Iterator[Client]:
    """Everything that may be a client of the web server, wherever it is."""
    yield from client_vpns(network)
    yield from (Client(network, record, "load balancer") for record in balancers(network))
    yield from bastions(network)


def admits_others(network: Network) -> bool:
    """Whether the environment's groups admit port 443 from anything but themselves; raises ``Unknown``."""
    topology = network.topology
    own = union((subnet.ranges for subnet in topology.subnets), 4)
    for group in topology.groups:
        for permission in group.items("IpPermissions"):
            if speaks_of(permission, HTTPS) is not False and not _is_from(permission, own, topology.group_ids):
                return True
    return False


def _is_from(permission: Any, own: Ranges, groups: tuple[Text, ...]) -> bool:
    """Whether all sources of a rule lie in some addresses or are some groups."""
    if permission.get("Ipv6Ranges") or permission.get("PrefixListIds"):
        return False
    blocks = [item.get("CidrIp") for item in permission.get("IpRanges") or ()]
    ranges = [ranges_of(block) if isinstance(block, str) else None for block in blocks]
    pairs = [item.get("GroupId") for item in permission.get("UserIdGroupPairs") or ()]
    return all(found is not None and own.covers(found) for found in ranges) and all(pair in groups for pair in pairs)
