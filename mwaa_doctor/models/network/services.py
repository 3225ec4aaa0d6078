"""The endpoints of a VPC: for which service, reached under which name, in what state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from mwaa_doctor.models.network.topology import Subnet, Topology
from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.unknown import Unknown

__all__ = ["Endpoint", "Endpoints"]

_SERVICE = re.compile(r"(?:[a-z]+\.)*amazonaws\.(?:[a-z]{2}(?:-[a-z]+)+-\d|\$\{[^}]+\})\.(?P<name>[\w.-]+)")
_USABLE = frozenset({"available", "Available"})
_AMAZON_DNS = "AmazonProvidedDNS"


@dataclass(frozen=True)
class Endpoint:
    """A VPC endpoint."""

    record: Resource

    @property
    def name(self) -> str:
        """What people call it."""
        return self.record.label

    @cached_property
    def service(self) -> str | None:
        """The short name of the AWS service, such as ``s3``; ``None`` for other services; raises ``Unknown``."""
        given = self.record.text("ServiceName")
        if given is None:
            raise Unknown(f"the service of {self.name} is not known")
        match = _SERVICE.fullmatch(str(given))
        if match is None and isinstance(given, TemplateText):
            raise given.unknown
        return match["name"] if match else None

    @property
    def type(self) -> str:
        """``Interface``, ``Gateway``, ``GatewayLoadBalancer``; EC2 makes gateways if none is asked for."""
        return str(self.record.get("VpcEndpointType") or "Gateway")

    @property
    def is_interface(self) -> bool:
        """Whether it has addresses in subnets."""
        return self.type == "Interface"

    @property
    def state(self) -> str | None:
        """The state that is not ``available``, if it is in one; raises ``Unknown``."""
        state = self.record.get("State")
        return None if state is None or state in _USABLE else str(state)

    @property
    def group_ids(self) -> tuple[Text, ...]:
        """The ids of its security groups; raises ``Unknown``."""
        found: list[Text] = []
        for item in self.record.items("Groups"):
            value = item.get("GroupId") if hasattr(item, "get") else item
            if isinstance(value, Unknown):
                raise Unknown(value.reason)
            found.append(value)
        return tuple(found)

    @property
    def tags(self) -> frozenset[str]:
        """The keys of its tags; raises ``Unknown``."""
        return frozenset(str(item.get("Key")) for item in self.record.items("Tags"))

    @property
    def has_private_dns(self) -> bool:
        """Whether the service's own name leads to it, as far as the endpoint decides; raises ``Unknown``."""
        if self.record.get("PrivateDnsEnabled") is not True:
            return False
        return self.record.get("DnsOptions", "PrivateDnsOnlyForInboundResolverEndpoint") is not True


@dataclass(frozen=True)
class Endpoints:
    """The endpoints of the VPC."""

    topology: Topology

    @cached_property
    def all(self) -> tuple[Endpoint, ...]:
        """All of them; raises ``Unknown`` if there may be others."""
        return tuple(Endpoint(record) for record in self.topology.members("ec2:VpcEndpoint"))

    @cached_property
    def told(self) -> tuple[Endpoint, ...]:
        """Those that are told of."""
        return tuple(Endpoint(record) for record in self.topology.told("ec2:VpcEndpoint"))

    def of(self, service: str) -> tuple[Endpoint, ...]:
        """The endpoints for a service; raises ``Unknown`` if none is told of and there may be one."""
        found = tuple(self._for(service, self.told))
        return found or tuple(self._for(service, self.all))

    def told_of(self, service: str) -> tuple[Endpoint, ...]:
        """The endpoints for a service that are told of."""
        found = []
        for endpoint in self.told:
            try:
                if endpoint.service == service:
                    found.append(endpoint)
            except Unknown:
                continue
        return tuple(found)

    @staticmethod
    def _for(service: str, endpoints: tuple[Endpoint, ...]) -> list[Endpoint]:
        found, doubt = [], None
        for endpoint in endpoints:
            try:
                if endpoint.service == service:
                    found.append(endpoint)
            except Unknown as unknown:
                doubt = unknown
        if not found and doubt is not None:
            raise doubt
        return found

    def named(self, service_name: Text) -> Endpoint | None:
        """The endpoint for a service given by its full name; raises ``Unknown`` if it may be hidden.

        Templates hold those only that their author makes.
        """
        for endpoint in self.told:
            if may_be_equal(endpoint.record.text("ServiceName") or "", service_name):
                return endpoint
        if self.topology.snapshot.is_declared:
            return None
        return next((one for one in self.all if one.record.text("ServiceName") == service_name), None)

    def subnets_of(self, endpoint: Endpoint) -> tuple[Subnet, ...]:
        """The subnets in which an endpoint has addresses; raises ``Unknown``."""
        found = []
        for key in endpoint.record.items("SubnetIds"):
            subnet = self.topology.subnet(key)
            if subnet is not None:
                found.append(subnet)
        return tuple(found)

    def private_zone(self, service: str) -> Resource | None:
        """The private zone that answers for the names of an AWS service in the VPC; raises ``Unknown`` if in doubt."""
        for record in self.topology.around("route53:HostedZone"):
            name = record.raw("Name")
            if not isinstance(name, (str, TemplateText)) or not str(name).startswith((f"{service}.", "amazonaws.com")):
                continue
            for item in record.items("VPCs"):
                if self.topology.same(item.get("VPCId") or "", self.topology.vpc_id):
                    return record
        return None

    # -- names -----------------------------------------------------------------------------------------------------

    @property
    def dns_support(self) -> bool:
        """Whether the resolver of the VPC answers; raises ``Unknown``."""
        return self._attribute("EnableDnsSupport")

    @property
    def dns_hostnames(self) -> bool:
        """Whether the VPC gives names, which private names of endpoints need; raises ``Unknown``."""
        return self._attribute("EnableDnsHostnames")

    def _attribute(self, name: str) -> bool:
        value = self.topology.vpc.get(name)
        if not isinstance(value, bool):
            raise Unknown(f"{name} of {self.topology.vpc.label} is not known")
        return value

    @cached_property
    def own_name_servers(self) -> tuple[str, ...]:
        """The name servers that the VPC's DHCP options name in place of Amazon's; raises ``Unknown``."""
        key = self.topology.vpc.text("DhcpOptionsId")
        if key is None or key == "default":
            return ()
        options = self.topology.find("ec2:DhcpOptions", key)
        servers: list[str] = []
        for item in options.items("DhcpConfigurations") if options is not None else ():
            if item.get("Key") == "domain-name-servers":
                values = item.get("Values") or ()
                servers += [str(one.get("Value") if hasattr(one, "get") else one) for one in values]
        return tuple(server for server in servers if server != _AMAZON_DNS)
