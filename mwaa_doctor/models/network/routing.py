"""Where packets go: the longest matching route of each table, followed through gateways to the end."""

from __future__ import annotations

from collections.abc import Iterable

from mwaa_doctor.models.network.answers import Answer, Fault, Hop, Verdict, no, unknown, yes
from mwaa_doctor.models.network.filters import Peer
from mwaa_doctor.models.network.routes import Destination, Route, Routes, Target
from mwaa_doctor.models.network.topology import Subnet, Table, Topology
from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.unknown import Unknown

__all__ = ["Router"]

CONTAINER_PORTS = (32768, 60999)  # https://docs.kernel.org/networking/ip-sysctl.html, ip_local_port_range
TRANSLATED_PORTS = (1024, 65535)  # https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html


class Router:
    """Follows routes in a topology."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.routes = Routes(topology)

    def way(
        self, subnet: Subnet, destination: Destination, *, translated: bool = False, seen: tuple[Text, ...] = ()
    ) -> Answer:
        """Whether packets that leave a subnet arrive, and on which way; ``translated`` behind a public address."""
        here = Hop(subnet.name, "subnet")
        if subnet.key in seen:
            return no(Fault("route-loop", "is reached for the second time: packets circle", subnet.record), here)
        try:
            table = self.topology.table_of(subnet)
            hop = Hop(table.name, "route table", "main" if table.is_main else "")
            parts = list(self.routes.matching(table, destination.peer.ranges, general=destination.is_general))
        except Unknown as reason:
            return unknown(reason.reason, here)
        answers: list[Answer] = []
        for route, _ in parts:
            answers.append(self._through(route, table, subnet, destination, translated, seen).after(here, hop))
        return _together(answers, destination)

    def _through(
        self,
        route: Route | None,
        table: Table,
        subnet: Subnet,
        destination: Destination,
        translated: bool,
        seen: tuple[Text, ...],
    ) -> Answer:
        if route is None:
            more = self.topology.may_have_more("ec2:Route")
            return unknown(more) if more else no(_no_route(table, destination, translated))
        if route.is_blackhole:
            text = f"sends {route.text} to something that is gone (blackhole)"
            return no(Fault("blackhole", text, table.record, route.spot))
        try:
            target = self.routes.target(route)
            return self._to(target, route, subnet, destination, translated, (*seen, subnet.key))
        except Unknown as reason:
            return unknown(reason.reason)

    def _to(
        self,
        target: Target,
        route: Route,
        subnet: Subnet,
        destination: Destination,
        translated: bool,
        seen: tuple[Text, ...],
    ) -> Answer:
        if target.kind == "local":
            return yes()
        if target.kind == "internet gateway":
            return self._internet_gateway(target, route, destination, translated)
        if target.kind == "egress-only internet gateway":
            return yes(Hop(self._label("ec2:EgressOnlyInternetGateway", target), target.kind))
        if target.kind == "nat":
            return self._nat(target, route, subnet, destination, seen)
        if target.kind == "endpoint":
            return self._firewall(target, destination, translated, seen)
        if target.kind == "network interface":
            return self._interface(target, route, destination, seen)
        name = _name(target.key)
        article = "an" if target.kind[0] in "aeiou" else "the"
        return unknown(f"what lies behind {article} {target.kind} is not in view", Hop(name, target.kind))

    def _label(self, kind: str, target: Target) -> str:
        record = self.topology.find(kind, target.key)
        return record.label if record is not None else _name(target.key)

    def _internet_gateway(self, target: Target, route: Route, destination: Destination, translated: bool) -> Answer:
        record = self.topology.find("ec2:InternetGateway", target.key)
        hop = Hop(record.label if record is not None else _name(target.key), "internet gateway")
        if record is None:
            return no(Fault("gateway-gone", "does not exist", route.table.record, route.spot), hop)
        attached = any(
            item.get("VpcId") == self.topology.vpc_id and item.get("State", "available") in ("available", "attached")
            for item in record.items("Attachments")
        )
        if not attached:
            return no(Fault("gateway-detached", "is not attached to the VPC", record, record.at()), hop)
        if not translated and destination.peer.ranges.version == 4:
            text = "takes nothing from containers, which have no public address"
            return no(Fault("no-public-address", text, route.table.record, route.spot), hop)
        return yes(hop)

    def _nat(
        self, target: Target, route: Route, origin: Subnet, destination: Destination, seen: tuple[Text, ...]
    ) -> Answer:
        record = self.topology.find("ec2:NatGateway", target.key)
        if record is None:
            text = f"sends {route.text} to `{_name(target.key)}`, which does not exist"
            return no(Fault("nat-gone", text, route.table.record, route.spot))
        hop = Hop(record.label, "NAT gateway")
        state = record.get("State")
        if state == "pending":
            return unknown("is still being made", hop)
        if state not in (None, "available"):
            return no(Fault("nat-down", f"is {state}", record, record.at("State")), hop)
        if record.get("AvailabilityMode") == "regional":
            return self._regional(hop)
        public = record.get("ConnectivityType") != "private"
        if public and not _has_public_address(record):
            return no(Fault("nat-without-address", "has no Elastic IP address", record, record.at()), hop)
        subnet = self.topology.subnet(record.text("SubnetId") or "")
        if subnet is None:
            raise Unknown(f"the subnet of {record.label} is not known")
        hop = Hop(record.label, "NAT gateway", f"in {subnet.name}")
        barred = self.crossing(origin, subnet, destination)
        if barred is not None:
            return barred.after(hop)
        onward = self.way(subnet, destination, translated=public, seen=seen)
        if not public and onward.is_no:
            text = "is a private NAT gateway, which has no way to the internet"
            return no(Fault("nat-private", text, record, record.at("ConnectivityType")), hop)
        if onward.is_no and onward.fault is not None and onward.fault.kind == "route-loop":
            text = "sends packets back to the NAT gateway in it"
            onward = no(Fault("nat-loop", text, subnet.record), *onward.path[:2])
        return onward.after(hop) if onward.path[:1] != (hop,) else onward

    def _regional(self, hop: Hop) -> Answer:
        """A NAT gateway without a subnet: it needs the VPC's internet gateway only."""
        for gateway in self.topology.snapshot.known("ec2:InternetGateway"):
            for item in gateway.items("Attachments"):
                if item.get("VpcId") == self.topology.vpc_id:
                    return yes(hop, Hop(gateway.label, "internet gateway"))
        self.topology.snapshot.all("ec2:InternetGateway")
        return no(Fault("gateway-detached", "finds no internet gateway attached to the VPC"), hop)

    def _firewall(self, target: Target, destination: Destination, translated: bool, seen: tuple[Text, ...]) -> Answer:
        """A firewall or another appliance behind a Gateway Load Balancer endpoint, which may have ways of its own."""
        record = self.topology.find("ec2:VpcEndpoint", target.key)
        hop = Hop(record.label if record is not None else _name(target.key), "firewall endpoint")
        if record is not None:
            for key in record.items("SubnetIds"):
                subnet = self.topology.subnet(key)
                onward = self.way(subnet, destination, translated=translated, seen=seen) if subnet else None
                if onward is not None and onward.is_yes:
                    return onward.after(hop)
        return unknown("where the appliance sends packets is not in view", hop)

    def _interface(self, target: Target, route: Route, destination: Destination, seen: tuple[Text, ...]) -> Answer:
        """A NAT instance or an appliance: whether it forwards is known only if its check forbids it."""
        hop = Hop(_name(target.key), "network interface")
        record = self.topology.find("ec2:NetworkInterface", target.key)
        if record is None:
            text = f"sends {route.text} to `{_name(target.key)}`, which does not exist"
            return no(Fault("interface-gone", text, route.table.record, route.spot))
        if record.get("SourceDestCheck") is True:
            text = "drops packets that are not for itself: its source/destination check is on"
            return no(Fault("source-destination-check", text, record, record.at("SourceDestCheck")), hop)
        subnet = self.topology.subnet(record.text("SubnetId") or "")
        address = record.get("Association", "PublicIp")
        if subnet is not None and address is not None:
            onward = self.way(subnet, destination, translated=True, seen=seen)
            if not onward.is_no:
                return onward.after(Hop(hop.name, hop.kind, f"in {subnet.name}"))
        return unknown("whether the appliance forwards packets is not in view", hop)

    # -- ACLs ------------------------------------------------------------------------------------------------------

    def leaving(self, subnet: Subnet, destination: Destination, replies: tuple[int, int]) -> Answer | None:
        """What the ACL of a subnet forbids of a connection out of it, replies included; ``None`` if nothing."""
        asked = (("out", (destination.port, destination.port)), ("in", replies))
        return self._barred(subnet, asked, destination.peer)

    def crossing(self, origin: Subnet, subnet: Subnet, destination: Destination) -> Answer | None:
        """What the ACL of a NAT gateway's subnet forbids of a connection that passes through; ``None`` if nothing."""
        if origin.key == subnet.key:
            return self.leaving(subnet, destination, TRANSLATED_PORTS)
        asked = (("in", (destination.port, destination.port)), ("out", CONTAINER_PORTS))
        inner = self._barred(subnet, asked, Peer(origin.ranges))
        return inner or self.leaving(subnet, destination, TRANSLATED_PORTS)

    def arriving(self, origin: Subnet, subnet: Subnet, destination: Destination) -> Answer | None:
        """What the ACL of the subnet that is reached forbids; nothing inside one subnet."""
        asked = (("in", (destination.port, destination.port)), ("out", CONTAINER_PORTS))
        return self._barred(subnet, asked, Peer(origin.ranges))

    def _barred(self, subnet: Subnet, asked: Iterable[tuple[str, tuple[int, int]]], peer: Peer) -> Answer | None:
        doubtful: Answer | None = None
        acl = None
        for direction, ports in asked:
            try:
                acl = acl or self.topology.acl_of(subnet)
                judged = acl.passes(direction, ports, peer)
            except Unknown as reason:
                return unknown(reason.reason)
            hop = Hop(acl.record.label, "network ACL", f"of {subnet.name}")
            if judged.verdict is Verdict.NO:
                return no(_acl_fault(acl.record, direction, ports), hop)
            if judged.verdict is Verdict.UNKNOWN:
                doubtful = doubtful or unknown(judged.reason, hop)
        return doubtful


def _acl_fault(acl: Resource, direction: str, ports: tuple[int, int]) -> Fault:
    is_reply = ports[0] != ports[1]
    span = f"{ports[0]}-{ports[1]}" if is_reply else str(ports[0])
    way = "into" if direction == "in" else "out of"
    what = f"replies (tcp {span})" if is_reply else f"tcp {span}"
    kind = f"acl-{'reply' if is_reply else 'port'}-{direction}"
    return Fault(kind, f"lets no {what} {way} the subnet", acl, acl.at("Entries"))


def _together(answers: list[Answer], destination: Destination) -> Answer:
    """What several routes for parts of the addresses mean for the whole."""
    if len({answer.verdict for answer in answers}) == 1:
        return answers[0]
    doubtful = next((answer for answer in answers if answer.verdict is Verdict.UNKNOWN), None)
    if doubtful is not None:
        return doubtful
    stuck = next(answer for answer in answers if answer.is_no)
    return unknown(f"only a part of the addresses of {destination.name} is routed on", *stuck.path)


def _no_route(table: Table, destination: Destination, translated: bool) -> Fault:
    if translated:
        return Fault("nat-without-gateway", "has no route to an internet gateway", table.record, table.record.at())
    where = "to the internet" if destination.is_general else f"to {destination.name}"
    return Fault("no-route", f"has no route {where}", table.record, table.record.at())


def _has_public_address(record: Resource) -> bool:
    for item in record.items("NatGatewayAddresses"):
        for name in ("AllocationId", "PublicIp"):
            if item.get(name) is not None:
                return True
    return False


def _name(key: Text | None) -> str:
    return str(key) if isinstance(key, str) else "".join(map(str, (hole.name for hole in key.holes))) if key else "?"
