"""The network of an environment, as rules ask for it."""

from __future__ import annotations

from collections.abc import Iterator
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
from mwaa_doctor.unknown import Unknown

__all__ = ["Network"]


@dataclass(frozen=True)
class Network:
    """What surrounds one environment; every question is answered once."""

    environment: Environment
    topology: Topology
    reach: Reach

    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def of_environment(cls, environment: Environment) -> Network:
        """The network around an environment; what is not known of it is told where it is asked for."""
        topology = Topology(environment)
        return cls(environment, topology, Reach(topology))

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

    def webserver(self, subnet: Subnet) -> Answer:
        """Whether the workers in a subnet reach the web server: its endpoint, or its public address."""
        return self._once(("web server", subnet.key), lambda: self._webserver(subnet))

    def public(self, port: int, name: str) -> Destination:
        """A public host."""
        return internet(port, name)

    def is_private(self, subnet: Subnet) -> bool:
        """Whether a subnet is private in AWS's sense: no way to the internet; raises ``Unknown``."""
        return not self.routed(subnet).decided

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
        mode = self.environment.target.webserver_access_mode
        if mode == "PUBLIC_ONLY":
            version = self.environment.target.version
            if version is not None and version < (3,):
                return self._own(subnet, None, HTTPS, "web server")
            if version is None:
                return unknown("the Airflow version is not known", Hop(subnet.name, "subnet"))
            return self.internet(subnet)
        if mode is None:
            return unknown("the access mode of the web server is not known", Hop(subnet.name, "subnet"))
        return self._own(subnet, "WebserverVpcEndpointService", HTTPS, "web server")

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
