"""Whether the containers of an environment reach something: groups, ACLs, names and routes taken together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from mwaa_doctor.models.network.addresses import Ranges
from mwaa_doctor.models.network.answers import Answer, Fault, Hop, Verdict, every, no, unknown, yes
from mwaa_doctor.models.network.filters import Peer, PrefixLists, admits
from mwaa_doctor.models.network.routes import ANYWHERE_IPV6, LEAVES, Destination, Route, internet
from mwaa_doctor.models.network.routing import CONTAINER_PORTS, Router
from mwaa_doctor.models.network.services import Endpoint, Endpoints
from mwaa_doctor.models.network.topology import Subnet, Topology
from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.unknown import Unknown

__all__ = ["HTTPS", "POSTGRES", "Reach"]

HTTPS, POSTGRES = 443, 5432
_Check = Callable[[], "Answer | None"]


@dataclass(frozen=True)
class _Interfaces:
    """Something with addresses in subnets of the VPC, behind security groups."""

    hop: Hop
    subnets: tuple[Subnet, ...]
    group_ids: tuple[Text, ...]


class Reach:
    """Answers for one environment, each from one of its subnets."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.router = Router(topology)
        self.endpoints = Endpoints(topology)

    # -- the internet ----------------------------------------------------------------------------------------------

    def host(self, subnet: Subnet, destination: Destination) -> Answer:
        """Whether a host outside of the VPC is reached."""
        checks = (
            self._resolves,
            lambda: self._allowed_out(destination),
            lambda: self.router.leaving(subnet, destination, CONTAINER_PORTS),
            lambda: self.router.way(subnet, destination),
        )
        return _first_trouble(subnet, checks)

    def internet(self, subnet: Subnet) -> Answer:
        """Whether any public host is reached on port 443."""
        return self.host(subnet, internet())

    def routed(self, subnet: Subnet) -> Answer:
        """Whether routes lead to the internet, whatever groups and ACLs say."""
        return self.router.way(subnet, internet())

    def _resolves(self) -> Answer | None:
        """No name leads anywhere in a VPC whose resolver is off, unless it has name servers of its own."""
        if self.endpoints.dns_support or self.endpoints.own_name_servers:
            return None
        vpc = self.topology.vpc
        text = "has DNS support off: no name is resolved"
        return no(Fault("dns-off", text, vpc, vpc.at("EnableDnsSupport")), Hop(vpc.label, "VPC"))

    def ipv6_barriers(self, subnet: Subnet) -> Iterator[tuple[Resource, str]]:
        """The group and the ACL that let no HTTPS out to IPv6 addresses, with what decides; raises ``Unknown``."""
        groups, acl = self.topology.groups, self.topology.acl_of(subnet)
        found = admits(groups, "out", HTTPS, ANYWHERE_IPV6, self._lists)
        if groups and found.verdict is Verdict.NO and not self.topology.may_have_more("ec2:SecurityGroupRule"):
            yield groups[0], "IpPermissionsEgress"
        # AWS adds the entries for IPv6 to the default list itself, once the VPC has a block.
        by_aws = self.topology.snapshot.is_declared and acl.record.raw("IsDefault") is True
        if not by_aws and acl.passes("out", (HTTPS, HTTPS), ANYWHERE_IPV6).verdict is Verdict.NO:
            yield acl.record, "Entries"

    # -- interfaces in the VPC -------------------------------------------------------------------------------------

    def members(self, subnet: Subnet, port: int, name: str) -> Answer:
        """Whether containers reach an interface in the environment's subnets that carries the environment's groups."""
        try:
            groups = tuple(group.key for group in self.topology.groups)
            target = _Interfaces(Hop(name, "environment"), self.topology.subnets, groups)
        except Unknown as reason:
            return unknown(reason.reason, Hop(subnet.name, "subnet"))
        return self._interfaces(subnet, target, port)

    def endpoint(self, subnet: Subnet, endpoint: Endpoint, port: int) -> Answer:
        """Whether all addresses of an interface endpoint are reached."""
        hop = Hop(endpoint.name, "VPC endpoint")
        here = Hop(subnet.name, "subnet")
        try:
            if endpoint.state is not None:
                text = f"is {endpoint.state}"
                return no(Fault("endpoint-state", text, endpoint.record, endpoint.record.at("State")), here, hop)
            target = _Interfaces(hop, self.endpoints.subnets_of(endpoint), endpoint.group_ids)
        except Unknown as reason:
            return unknown(reason.reason, here, hop)
        if not target.subnets:
            text = "has no address in any subnet"
            return no(Fault("endpoint-without-subnet", text, endpoint.record, endpoint.record.at()), here, hop)
        return self._interfaces(subnet, target, port)

    def interfaces(
        self, subnet: Subnet, name: str, subnets: tuple[Subnet, ...], group_ids: tuple[Text, ...], port: int
    ) -> Answer:
        """Whether something with addresses in some subnets of the VPC, behind security groups, is reached."""
        return self._interfaces(subnet, _Interfaces(Hop(name, "target"), subnets, group_ids), port)

    def _interfaces(self, subnet: Subnet, target: _Interfaces, port: int) -> Answer:
        found = every(self._interface(subnet, at, target, port) for at in target.subnets)
        return found or unknown(f"the subnets of {target.hop.name} are not known", Hop(subnet.name, "subnet"))

    def _interface(self, subnet: Subnet, at: Subnet, target: _Interfaces, port: int) -> Answer:
        hop = replace(target.hop, note=f"in {at.name}")
        try:
            destination = Destination(target.hop.name, port, Peer(at.ranges, target.group_ids))
        except Unknown as reason:
            return unknown(reason.reason, Hop(subnet.name, "subnet"), hop)
        checks: list[_Check] = [
            lambda: self._allowed_out(destination),
            lambda: self._allowed_in(subnet, target, port),
            lambda: self.router.way(subnet, destination),
        ]
        if at.key != subnet.key:
            checks[2:2] = [
                lambda: self.router.leaving(subnet, destination, CONTAINER_PORTS),
                lambda: self.router.arriving(subnet, at, destination),
            ]
        found = _first_trouble(subnet, checks)
        return replace(found, path=(*found.path, hop)) if found.is_yes else found

    # -- groups ----------------------------------------------------------------------------------------------------

    def _allowed_out(self, destination: Destination) -> Answer | None:
        found = admits(self.topology.groups, "out", destination.port, destination.peer, self._lists)
        return self._barred(self.topology.groups, found.verdict, found.reason, destination, "out to")

    def _allowed_in(self, subnet: Subnet, target: _Interfaces, port: int) -> Answer | None:
        groups = []
        for key in target.group_ids:
            group = self.topology.find("ec2:SecurityGroup", key)
            groups += [group] if group is not None else []
        peer = Peer(subnet.ranges, self.topology.group_ids)
        found = admits(groups, "in", port, peer, self._lists)
        destination = Destination(f"the environment in {subnet.name}", port, peer)
        return self._barred(groups, found.verdict, found.reason, destination, "in from")

    def _barred(
        self, groups: Iterable[Resource], verdict: Verdict, reason: str, destination: Destination, way: str
    ) -> Answer | None:
        found = tuple(groups)
        hop = Hop(", ".join(group.label for group in found) or "no security group", "security group")
        more = self.topology.may_have_more("ec2:SecurityGroupRule")
        if verdict is Verdict.NO and more:
            return unknown(more, hop)
        if verdict is Verdict.NO:
            culprit = found[0] if found else None
            value = "IpPermissions" if way == "in from" else "IpPermissionsEgress"
            text = f"{'let' if len(found) > 1 else 'lets'} no tcp {destination.port} {way} {destination.name}"
            kind = "group-in" if way == "in from" else "group-out"
            return no(Fault(kind, text, culprit, culprit.at(value) if culprit else None), hop)
        return unknown(reason, hop) if verdict is Verdict.UNKNOWN else None

    @property
    def _lists(self) -> PrefixLists:
        def entries(key: Text) -> tuple[Ranges, ...]:
            return self.topology.prefix_list(key)

        return entries

    # -- AWS services ----------------------------------------------------------------------------------------------

    def service(self, subnet: Subnet, service: str) -> Answer:
        """Whether an AWS service is reached: at an endpoint if its name leads there, else over the internet."""
        here = Hop(subnet.name, "subnet")
        outside = self.host(subnet, internet(name=service))
        try:
            unresolved = self._resolves()
            if unresolved is not None:
                return unresolved.after(here)
            endpoints = self.endpoints.of(service)
            gateway = self._gateway(subnet, endpoints)
            if gateway is not None:
                return self._through_gateway(subnet, gateway, service)
            named = [endpoint for endpoint in endpoints if endpoint.is_interface and self._is_named(endpoint)]
        except Unknown as reason:
            return outside if outside.is_yes else unknown(reason.reason, here)
        if named:
            answer = every(self.endpoint(subnet, endpoint, HTTPS) for endpoint in named)
            assert answer is not None
            return self._with_own_name_servers(answer, outside)
        if outside.is_no:
            return self._without_endpoint(subnet, service, endpoints, outside)
        return outside

    def _is_named(self, endpoint: Endpoint) -> bool:
        return endpoint.has_private_dns and self.endpoints.dns_support and self.endpoints.dns_hostnames

    def _gateway(self, subnet: Subnet, endpoints: Iterable[Endpoint]) -> Endpoint | None:
        """The gateway endpoint that the subnet's table leads to; raises ``Unknown``."""
        for endpoint in endpoints:
            if endpoint.type != "Gateway" or endpoint.service not in ("s3", "dynamodb"):
                continue
            table = self.topology.table_of(subnet).record
            if table.key in endpoint.record.items("RouteTableIds"):
                return endpoint
            if any(route.body.get("GatewayId") == endpoint.record.key for route in self._routes(subnet)):
                return endpoint
        return None

    def _routes(self, subnet: Subnet) -> tuple[Route, ...]:
        return self.router.routes.of(self.topology.table_of(subnet))

    def _through_gateway(self, subnet: Subnet, endpoint: Endpoint, service: str) -> Answer:
        hops = (Hop(self.topology.table_of(subnet).name, "route table"), Hop(endpoint.name, "VPC endpoint", "gateway"))
        if endpoint.state is not None:
            fault = Fault("endpoint-state", f"is {endpoint.state}", endpoint.record, endpoint.record.at("State"))
            return no(fault, Hop(subnet.name, "subnet"), *hops)
        peer = replace(internet().peer, prefix_lists=tuple(self._lists_of(service)))
        destination = Destination(service, HTTPS, peer)
        checks = (
            lambda: self._allowed_out(destination),
            lambda: self.router.leaving(subnet, destination, CONTAINER_PORTS),
            lambda: yes(*hops),
        )
        return _first_trouble(subnet, checks)

    def _lists_of(self, service: str) -> Iterator[str]:
        for record in self.topology.snapshot.known("ec2:PrefixList"):
            if str(record.body.get("PrefixListName") or "").endswith(f".{service}") and isinstance(record.key, str):
                yield record.key

    def _with_own_name_servers(self, answer: Answer, outside: Answer) -> Answer:
        """Private names are answered by Amazon's resolver; whether other name servers ask it is not in view."""
        try:
            servers = self.endpoints.own_name_servers
        except Unknown as reason:
            return answer if answer.is_yes and outside.is_yes else unknown(reason.reason, *answer.path)
        if not servers or (answer.is_yes and outside.is_yes):
            return answer
        return unknown(f"names are resolved by {', '.join(servers[:3])}", *answer.path)

    def _without_endpoint(
        self, subnet: Subnet, service: str, endpoints: tuple[Endpoint, ...], outside: Answer
    ) -> Answer:
        """No way to the internet and no endpoint under the service's name; names may still be served elsewhere."""
        more = self.topology.may_have_more("ec2:VpcEndpoint")
        if more:
            return unknown(more, Hop(subnet.name, "subnet"))
        exits = self.other_exits(subnet)
        if exits:
            return unknown(f"names of {service} may lead to an endpoint behind {exits[0]}", Hop(subnet.name, "subnet"))
        here = Hop(subnet.name, "subnet")
        idle = next((endpoint for endpoint in endpoints if endpoint.is_interface), None)
        zone = self.endpoints.private_zone(service) if idle is not None else None
        if zone is not None:
            return unknown(f"names of {service} are answered by the private zone {zone.label}", here)
        if idle is not None:
            text = f"is not found under the name of {service}: its private DNS has no effect"
            return no(Fault("endpoint-without-name", text, idle.record, idle.record.at("PrivateDnsEnabled")),
                      here, Hop(idle.name, "VPC endpoint"))  # fmt: skip
        gateway = next((endpoint for endpoint in endpoints if endpoint.type == "Gateway"), None)
        if gateway is not None and service in ("s3", "dynamodb"):
            table = self.topology.table_of(subnet)
            text = f"is not in {table.name}, the route table of {subnet.name}"
            fault = Fault("gateway-not-in-table", text, gateway.record, gateway.record.at("RouteTableIds"))
            return no(fault, here, Hop(table.name, "route table"), Hop(gateway.name, "VPC endpoint"))
        if outside.fault is not None and outside.fault.kind not in ("no-route",):
            return outside
        fault = Fault("no-endpoint", f"has neither a way to the internet nor an endpoint for {service}")
        return no(fault, *outside.path)

    def other_exits(self, subnet: Subnet) -> tuple[str, ...]:
        """What leads out of the VPC from a subnet to single networks: transit gateways, VPNs; raises ``Unknown``."""
        table = self.topology.table_of(subnet)
        found = []
        for route in self.router.routes.of(table):
            if route.is_default:
                continue
            target = self.router.routes.target(route)
            if target.kind in LEAVES or target.kind in ("network interface", "instance"):
                found.append(f"the {target.kind} `{target.key}`")
        return tuple(dict.fromkeys(found))


def _first_trouble(subnet: Subnet, checks: Iterable[_Check]) -> Answer:
    """The first no of several checks, else the first unknown, else the last yes; all begin at the subnet."""
    here = Hop(subnet.name, "subnet")
    doubtful: Answer | None = None
    passed: Answer | None = None
    for check in checks:
        try:
            found = check()
        except Unknown as reason:
            found = unknown(reason.reason)
        if found is None:
            continue
        if found.path[:1] != (here,):
            found = found.after(here)
        if found.is_no:
            return found
        if found.is_yes:
            passed = found
        else:
            doubtful = doubtful or found
    return doubtful or passed or yes(here)
