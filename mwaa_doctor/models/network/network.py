"""The network of an environment, as rules ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor import facts
from mwaa_doctor.models.environment import GIVE_ENVIRONMENT, Environment
from mwaa_doctor.models.network.answers import Answer, Fault, Hop, no, unknown
from mwaa_doctor.models.network.reach import HTTPS, POSTGRES, Reach
from mwaa_doctor.models.network.routes import Destination, Route, internet
from mwaa_doctor.models.network.services import Endpoint, Endpoints
from mwaa_doctor.models.network.topology import Subnet, Topology
from mwaa_doctor.models.snapshot import Resource, Spot, Text
from mwaa_doctor.rule import Place
from mwaa_doctor.target import HOW_TO_GIVE
from mwaa_doctor.unknown import Unknown

__all__ = ["Broken", "Need", "Network", "broken", "listed"]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that the environment must reach from one of its subnets."""

    target: str
    port: int
    subnet: Subnet
    answer: Answer


@dataclass(frozen=True, slots=True)
class OwnService:
    """An endpoint service that MWAA makes for one environment, and what lies behind it."""

    name: Text
    purpose: str
    port: int


@dataclass(frozen=True, slots=True)
class Broken:
    """Needs that fail at one object."""

    needs: tuple[Need, ...]

    @property
    def fault(self) -> Fault:
        """The fault that they share."""
        fault = self.needs[0].answer.fault
        assert fault is not None
        return fault

    @property
    def name(self) -> str:
        """What the object at fault is called."""
        return self.fault.culprit.label if self.fault.culprit is not None else self.needs[0].subnet.name

    def agreeing(self, one: str, several: str) -> str:
        """The form of a verb that goes with ``subnets``."""
        return several if len({need.subnet.name for need in self.needs}) > 1 else one

    @property
    def spot(self) -> Spot:
        """What a finding points at: the value at fault, else the subnet."""
        return self.fault.spot or self.needs[0].subnet.record.at()

    @property
    def targets(self) -> str:
        """What is not reached, in words."""
        return listed(dict.fromkeys(need.target for need in self.needs))

    @property
    def subnets(self) -> str:
        """The subnets from which it is not reached, in words."""
        return listed(dict.fromkeys(f"`{need.subnet.name}`" for need in self.needs))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ways that were taken, at most four of them."""
        return tuple(dict.fromkeys(need.answer.text for need in self.needs))[:4]


def broken(needs: Iterable[Need], *faults: str) -> Iterator[Broken]:
    """The needs that fail by one of some kinds of fault, put together by the object at fault.

    Raises ``Unknown`` in the end if one of them is neither met nor not, and not only because the way leaves the VPC.
    """
    found: dict[str, list[Need]] = {}
    doubt = ""
    for need in needs:
        fault = need.answer.fault
        if fault is not None and fault.kind in faults:
            found.setdefault(fault.cause, []).append(need)
        doubt = doubt or ("" if need.answer.leaves_the_vpc else need.answer.reason)
    yield from (Broken(tuple(members)) for members in found.values())
    if doubt:
        raise Unknown(doubt)


def listed(names: Iterable[str]) -> str:
    """Names as people list them: ``a``, ``a and b``, ``a, b and c``."""
    found = list(names)
    return " and ".join((", ".join(found[:-1]), found[-1]) if len(found) > 1 else found)


@dataclass(frozen=True)
class Network:
    """What surrounds one environment; every question is answered once."""

    environment: Environment
    topology: Topology
    reach: Reach

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Network]:
        """The network around the environment."""
        return (cls.of_environment(source),) if isinstance(source, Environment) else ()

    @classmethod
    def of_environment(cls, environment: Environment) -> Network:
        """The network around an environment; what is not known of it is told where it is asked for."""
        topology = Topology(environment)
        return cls(environment, topology, Reach(topology))

    @property
    def place(self) -> Place:
        """Where the environment is declared."""
        return self.environment.place

    @property
    def resource(self) -> str:
        """What reports call the environment."""
        return self.environment.resource

    @property
    def endpoints(self) -> Endpoints:
        """The endpoints of the VPC."""
        return self.reach.endpoints

    @property
    def subnets(self) -> tuple[Subnet, ...]:
        """The environment's subnets; raises ``Unknown``."""
        return self.topology.subnets

    def known_subnets(self) -> Iterator[Subnet]:
        """The environment's subnets that are known, then ``Unknown`` if there is another."""
        missing = None
        for number, key in enumerate(self.topology.subnet_ids):
            try:
                record = self.topology.find("ec2:Subnet", key)
            except Unknown as unknown_subnet:
                missing = missing or unknown_subnet
                continue
            if record is not None:
                yield Subnet(record, number)
        if missing is not None:
            raise missing

    @property
    def services(self) -> tuple[str, ...]:
        """The short names of the AWS services that every environment uses."""
        return tuple(name for name, row in facts.vpc_endpoints().items() if row.need == "required")

    # -- what the environment needs --------------------------------------------------------------------------------

    def needs(self) -> Iterator[Need]:
        """Everything that every environment must reach, from each of its subnets; raises ``Unknown``."""
        for subnet in self.topology.subnets:
            yield Need("the metadata database", POSTGRES, subnet, self.database(subnet))
            yield Need("the web server", HTTPS, subnet, self.webserver(subnet))
            for service in self.services:
                yield Need(service, HTTPS, subnet, self.service(subnet, service))

    def inside(self) -> Iterator[Need]:
        """What containers must reach among themselves; raises ``Unknown``."""
        for subnet in self.topology.subnets:
            yield Need("the metadata database", POSTGRES, subnet, self.members(subnet, POSTGRES))
            yield Need("the web server", HTTPS, subnet, self.members(subnet, HTTPS))

    def ways_out(self) -> Iterator[Need]:
        """The routes of each subnet to the internet; raises ``Unknown``."""
        for subnet in self.topology.subnets:
            yield Need("the internet", HTTPS, subnet, self.routed(subnet))

    # -- questions -------------------------------------------------------------------------------------------------

    def internet(self, subnet: Subnet) -> Answer:
        """Whether a subnet reaches public hosts on port 443."""
        return self._once(("internet", subnet.key), lambda: self.reach.internet(subnet))

    def routed(self, subnet: Subnet) -> Answer:
        """Whether the routes of a subnet lead to the internet, whatever groups and ACLs say."""
        return self._once(("routed", subnet.key), lambda: self.reach.routed(subnet))

    def service(self, subnet: Subnet, name: str) -> Answer:
        """Whether a subnet reaches an AWS service."""
        return self._once(("service", subnet.key, name), lambda: self.reach.service(subnet, name))

    def endpoint(self, subnet: Subnet, endpoint: Endpoint) -> Answer:
        """Whether a subnet reaches all addresses of an interface endpoint on port 443."""
        key = ("endpoint", subnet.key, endpoint.record.key)
        return self._once(key, lambda: self.reach.endpoint(subnet, endpoint, HTTPS))

    def database(self, subnet: Subnet) -> Answer:
        """Whether the containers in a subnet reach the endpoint of the metadata database."""
        key = ("database", subnet.key)
        return self._once(key, lambda: self._own(subnet, "DatabaseVpcEndpointService", POSTGRES, "metadata database"))

    def members(self, subnet: Subnet, port: int) -> Answer:
        """Whether containers in a subnet reach others of the environment, all with the environment's groups."""
        key = ("members", subnet.key, port)
        return self._once(key, lambda: self.reach.members(subnet, port, "the environment"))

    def webserver(self, subnet: Subnet) -> Answer:
        """Whether the workers in a subnet reach the web server: its endpoint, or its public address."""
        return self._once(("web server", subnet.key), lambda: self._webserver(subnet))

    def public(self, port: int, name: str) -> Destination:
        """A public host."""
        return internet(port, name)

    def endpoints_for(self, service: str) -> tuple[Endpoint, ...]:
        """The endpoints for a service that are told of."""
        return self.endpoints.told_of(service)

    @property
    def private_links(self) -> tuple[Endpoint, ...]:
        """The endpoints for services of others than AWS, or that may be for some."""
        own = {self.environment.record.body.get(f"{name}VpcEndpointService") for name in ("Database", "Webserver")}
        found = []
        for endpoint in self.endpoints.told:
            try:
                other = endpoint.service is None
            except Unknown:
                other = True
            if other and endpoint.record.body.get("ServiceName") not in own:
                found.append(endpoint)
        return tuple(found)

    def own_services(self) -> Iterator[OwnService]:
        """The endpoint services that MWAA makes for the environment; raises ``Unknown``."""
        wanted = [("DatabaseVpcEndpointService", "the metadata database", POSTGRES)]
        if self.environment.target.webserver_access_mode in ("PRIVATE_ONLY", "PUBLIC_AND_PRIVATE"):
            wanted.append(("WebserverVpcEndpointService", "the web server", HTTPS))
        for attribute, purpose, port in wanted:
            name = self.environment.record.text(attribute)
            if name is None:
                raise Unknown(f"the name of the endpoint service of {purpose} is not known")
            yield OwnService(name, purpose, port)

    @property
    def has_private_webserver(self) -> bool:
        """Whether the web server is reached from networks inside only."""
        return self.environment.target.webserver_access_mode == "PRIVATE_ONLY"

    @cached_property
    def webserver_addresses(self) -> frozenset[str]:
        """The private addresses of the web server's endpoint; raises ``Unknown``."""
        name = self.environment.record.text("WebserverVpcEndpointService")
        endpoint = self.endpoints.named(name) if name is not None else None
        if endpoint is None:
            raise Unknown("the endpoint of the web server is not known")
        found = set()
        for key in endpoint.record.items("NetworkInterfaceIds"):
            interface = self.topology.find("ec2:NetworkInterface", key)
            if interface is not None:
                found.add(str(interface.get("PrivateIpAddress")))
        return frozenset(found)

    @property
    def containers(self) -> int:
        """How many containers the environment may run: workers, schedulers, web servers; raises ``Unknown``."""
        defaults = {"MaxWorkers": 10, "Schedulers": 2, "MaxWebservers": 2}
        found = {name: self.environment.get(name) for name in defaults}
        return sum(value if isinstance(value, int) else defaults[name] for name, value in found.items())

    @property
    def connections_to_other_networks(self) -> tuple[Resource, ...]:
        """Transit gateways and peerings that the VPC is connected to, as far as they are told of."""
        found: list[Resource] = []
        for kind, path in (
            ("ec2:TransitGatewayAttachment", ("ResourceId",)),
            ("ec2:VpcPeeringConnection", ("RequesterVpcInfo", "VpcId")),
            ("ec2:VpcPeeringConnection", ("AccepterVpcInfo", "VpcId")),
        ):
            records = self.topology.snapshot.known(kind)
            found += [item for item in records if not item.doubt and item.raw(*path) == self.topology.vpc_id]
        return tuple(found)

    def overlapping_subnets(self) -> Iterator[tuple[Subnet, Subnet]]:
        """Pairs of subnets of the VPC whose addresses overlap, the later one first; raises ``Unknown``."""
        ordered = sorted(self._subnets_of_the_vpc(), key=lambda item: item[1].ranges.spans)
        for number, (position, subnet) in enumerate(ordered):
            for other_position, other in ordered[number + 1 :]:
                if not subnet.ranges & other.ranges:
                    break
                yield (subnet, other) if position > other_position else (other, subnet)

    def subnets_outside_of_vpc(self) -> Iterator[Subnet]:
        """Subnets of the VPC with addresses that the VPC does not have; raises ``Unknown``."""
        blocks = self.topology.vpc_ranges
        for _, subnet in self._subnets_of_the_vpc():
            if blocks and not blocks.covers(subnet.ranges):
                yield subnet

    def _subnets_of_the_vpc(self) -> list[tuple[int, Subnet]]:
        found = [Subnet(record) for record in self.topology.told("ec2:Subnet")]
        return [(number, subnet) for number, subnet in enumerate(found) if subnet.has_ranges]

    def default_routes(self, subnet: Subnet) -> tuple[Route, ...]:
        """The routes of a subnet's table for the internet as such, IPv4 and IPv6; raises ``Unknown``."""
        table = self.topology.table_of(subnet)
        return tuple(route for route in self.reach.router.routes.of(table) if route.is_default)

    def _once(self, key: tuple[Any, ...], ask: Any) -> Answer:
        known: dict[Any, Answer] = self.__dict__.setdefault("_answers", {})
        if key not in known:
            known[key] = ask()
        return known[key]

    def _webserver(self, subnet: Subnet) -> Answer:
        """Airflow 3 calls the web server for every task, at its public address if that is the only one."""
        mode, version = self.environment.target.webserver_access_mode, self.environment.target.version
        if mode in ("PRIVATE_ONLY", "PUBLIC_AND_PRIVATE"):
            return self._own(subnet, "WebserverVpcEndpointService", HTTPS, "web server")
        if version is not None and version < (3,):
            return self._own(subnet, None, HTTPS, "web server")
        if version is None:
            return unknown(f"the Airflow version is not known: {HOW_TO_GIVE}", Hop(subnet.name, "subnet"))
        if mode is None:
            return unknown("the access mode of the web server is not known", Hop(subnet.name, "subnet"))
        return self.internet(subnet)

    def _own(self, subnet: Subnet, attribute: str | None, port: int, name: str) -> Answer:
        """The endpoint that MWAA, or the owner of the VPC, makes for the environment's database or web server."""
        here = Hop(subnet.name, "subnet")
        record = self.environment.record
        if attribute is None:
            return self.reach.members(subnet, port, name)
        try:
            service = record.text(attribute)
            if service is not None:
                found = self.endpoints.named(service)
                if found is not None:
                    return self.reach.endpoint(subnet, found, port)
            if service is not None and not self.topology.snapshot.is_declared:
                fault = Fault("own-endpoint-missing", "has no endpoint in the VPC", record, record.at(attribute))
                return no(fault, here, Hop(name, "environment"))
            if self.is_customer_managed:
                return unknown(f"the owner of the VPC makes the endpoint of the {name}", here)
        except Unknown as reason:
            return unknown(reason.reason, here)
        return self.reach.members(subnet, port, name)

    @cached_property
    def is_customer_managed(self) -> bool:
        """Whether the customer makes the environment's own endpoints; raises ``Unknown``."""
        return bool(self.environment.get("EndpointManagement") == "CUSTOMER")
