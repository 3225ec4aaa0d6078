"""Routes: which one a packet takes out of a table, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mwaa_doctor.models.network.addresses import PUBLIC, PUBLIC_IPV6, Ranges, prefix_length, ranges_of
from mwaa_doctor.models.network.filters import Peer, is_general
from mwaa_doctor.models.network.topology import Table, Topology
from mwaa_doctor.models.snapshot import Spot, Text
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.unknown import Unknown

__all__ = ["ANYWHERE_IPV6", "LEAVES", "Destination", "Route", "Routes", "Target", "internet"]

_TARGETS = (
    ("NatGatewayId", "nat"),
    ("TransitGatewayId", "transit gateway"),
    ("VpcPeeringConnectionId", "peering connection"),
    ("EgressOnlyInternetGatewayId", "egress-only internet gateway"),
    ("VpcEndpointId", "endpoint"),
    ("NetworkInterfaceId", "network interface"),
    ("InstanceId", "instance"),
    ("LocalGatewayId", "local gateway"),
    ("CarrierGatewayId", "carrier gateway"),
    ("CoreNetworkArn", "core network"),
)
LEAVES = frozenset(
    {"transit gateway", "peering connection", "virtual private gateway", "local gateway", "carrier gateway",
     "core network"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Destination:
    """What packets are sent to: a peer, in words, and the TCP port."""

    name: str
    port: int
    peer: Peer

    @property
    def is_general(self) -> bool:
        """Whether it stands for any host of the internet."""
        return self.peer.general


ANYWHERE = Peer(PUBLIC, general=True)
ANYWHERE_IPV6 = Peer(PUBLIC_IPV6, general=True)


def internet(port: int = 443, name: str = "the internet") -> Destination:
    """Any public host."""
    return Destination(name, port, ANYWHERE)


@dataclass(frozen=True, slots=True)
class Target:
    """What a route leads to: ``kind`` in words, ``internet gateway`` and the like, and the id; ``local`` has none."""

    kind: str
    key: Text | None = None


@dataclass(frozen=True)
class Route:
    """A route of a table."""

    table: Table
    number: int
    body: Mapping[str, Any]

    @cached_property
    def cidr(self) -> str | None:
        """The block of addresses it is for, ``None`` if it is for a prefix list; raises ``Unknown``."""
        for name in ("DestinationCidrBlock", "DestinationIpv6CidrBlock"):
            value = self.body.get(name)
            if isinstance(value, (Unknown, TemplateText)):
                raise Unknown(value.reason)
            if isinstance(value, str) and ranges_of(value) is not None:
                return value
        return None

    @property
    def spot(self) -> Spot:
        """What a finding about it points at."""
        return self.table.record.at("Routes", self.number)

    @property
    def is_default(self) -> bool:
        """Whether it is for the internet as such, and not for single networks; raises ``Unknown``."""
        return self.cidr is not None and prefix_length(self.cidr) <= 1

    @property
    def is_blackhole(self) -> bool:
        """Whether AWS says that its target is gone."""
        return self.body.get("State") == "blackhole"

    @property
    def text(self) -> str:
        """The destination as written."""
        for name in ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"):
            if self.body.get(name) is not None:
                return str(self.body[name])
        return "?"


class Routes:
    """Finds routes in the tables of a topology."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self._routes: dict[str, tuple[Route, ...]] = {}

    def of(self, table: Table) -> tuple[Route, ...]:
        """The routes of a table; raises ``Unknown``."""
        if table.name not in self._routes:
            made = (Route(table, number, body) for number, body in enumerate(table.routes))
            self._routes[table.name] = tuple(made)
        return self._routes[table.name]

    def target(self, route: Route) -> Target:
        """What a route leads to; raises ``Unknown``."""
        for name, kind in _TARGETS:
            value = route.body.get(name)
            if isinstance(value, Unknown):
                raise Unknown(value.reason)
            if isinstance(value, (str, TemplateText)):
                return Target(kind, value)
        value = route.body.get("GatewayId")
        if isinstance(value, Unknown):
            raise Unknown(value.reason)
        if value == "local":
            return Target("local")
        if isinstance(value, str):
            kinds = {"igw": "internet gateway", "vgw": "virtual private gateway", "vpce": "endpoint"}
            return Target(kinds.get(value.partition("-")[0], f"gateway {value}"), value)
        if isinstance(value, TemplateText):
            for kind, name in (("ec2:InternetGateway", "internet gateway"), ("ec2:VpcEndpoint", "endpoint")):
                if any(record.key == value for record in self.topology.snapshot.known(kind)):
                    return Target(name, value)
            raise value.unknown
        raise Unknown(f"the target of the route {route.text} in {route.table.name} is not known")

    def matching(self, table: Table, ranges: Ranges, *, general: bool) -> Iterator[tuple[Route | None, Ranges]]:
        """Which route each part of the addresses takes; ``None`` for the part that no route is for.

        Routes for single networks of the internet do not count for ``general`` addresses.  Prefix lists with unknown
        content raise ``Unknown``, except those of gateway endpoints.
        """
        left = ranges
        found = [(prefix_length(block), ranges_of(block), route) for block, route in self._by_block(table, general)]
        found += [(length, local, route) for length, local, route in self._implied_local(table)]
        for _, covered, route in sorted(found, key=lambda item: -item[0]):
            hit = left & covered if covered is not None else Ranges(left.version)
            if hit:
                yield route, hit
                left = left - hit
        if left:
            yield None, left

    def _by_block(self, table: Table, general: bool) -> Iterator[tuple[str, Route]]:
        for route in self.of(table):
            yield from ((block, route) for block in self._blocks(route) if not general or is_general(block))

    def _implied_local(self, table: Table) -> Iterator[tuple[int, Ranges, Route]]:
        """The local routes that AWS adds to every table and templates leave out."""
        if any(route.body.get("GatewayId") == "local" for route in self.of(table)):
            return
        route = Route(table, -1, {"GatewayId": "local"})
        for block in self.topology.vpc_blocks:
            ranges = ranges_of(block)
            if ranges is not None:
                yield prefix_length(block), ranges, route

    def _blocks(self, route: Route) -> Iterable[str]:
        cidr = route.cidr
        if cidr is not None:
            return (cidr,)
        value = route.body.get("DestinationPrefixListId")
        if isinstance(value, (str, TemplateText)) and not self._is_gateway_endpoint(route):
            record = self.topology.find("ec2:PrefixList", value)
            entries = record.items("Entries") if record is not None else ()
            return [str(entry["Cidr"]) for entry in entries if ranges_of(str(entry.get("Cidr") or ""))]
        return ()

    def _is_gateway_endpoint(self, route: Route) -> bool:
        value = route.body.get("GatewayId")
        return str(value).startswith("vpce-") or self.target(route).kind == "endpoint"
