"""What an environment must reach, and whether it does: the table behind ``mwaa-doctor network``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.network.addresses import ranges_of
from mwaa_doctor.models.network.answers import Answer, Fault, Hop, no, unknown, yes
from mwaa_doctor.models.network.filters import Peer
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.reach import HTTPS, POSTGRES
from mwaa_doctor.models.network.routes import Destination
from mwaa_doctor.models.network.topology import Subnet
from mwaa_doctor.unknown import Unknown

__all__ = ["Connection", "connections_of"]

_WAYPOINTS = {
    "NAT gateway", "VPC endpoint", "firewall endpoint", "network interface", "transit gateway", "peering connection",
    "egress-only internet gateway", "virtual private gateway", "core network",
}  # fmt: skip
INDEX = "package index (PyPI)"


@dataclass(frozen=True)
class Connection:
    """One row: from where, to what, on which TCP port, and the answer; ``use`` says what it is needed for."""

    source: str
    target: str
    port: int
    answer: Answer
    use: str

    @property
    def through(self) -> str:
        """The gateway, endpoint or appliance that packets pass; empty inside the VPC."""
        if self.answer.is_no:
            return ""
        return ", ".join(dict.fromkeys(hop.name for hop in self.answer.path if hop.kind in _WAYPOINTS))

    @property
    def broken_at(self) -> str:
        """The object at which packets end."""
        fault = self.answer.fault
        if fault is None:
            return ""
        return fault.culprit.label if fault.culprit is not None else str(self.answer.path[-1].name)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "from": self.source,
            "to": self.target,
            "port": self.port,
            "use": self.use,
            "verdict": self.answer.verdict.value,
            "through": self.through or None,
            "broken_at": self.broken_at or None,
            "fault": self.answer.fault.kind if self.answer.fault else None,
            "path": [str(hop) for hop in self.answer.path],
            "evidence": self.answer.text,
        }


def connections_of(network: Network, services: Iterable[str] = ()) -> tuple[Connection, ...]:
    """All connections of an environment; ``services`` are those that its DAGs use besides MWAA's own."""
    try:
        subnets = network.topology.subnets
    except Unknown as reason:
        lost = unknown(reason.reason)
        return (Connection(str(network.environment.name), "everything", HTTPS, lost, "environment"),)
    found: list[Connection] = []
    for subnet in subnets:
        found += _of_subnet(network, subnet, tuple(services))
    found += _of_webserver(network.environment)
    return tuple(found)


def _of_subnet(network: Network, subnet: Subnet, services: tuple[str, ...]) -> Iterator[Connection]:
    name, reach = subnet.name, network.reach
    yield Connection(name, "metadata database", POSTGRES, network.database(subnet), "environment")
    yield Connection(name, "web server", HTTPS, network.webserver(subnet), "environment")
    own = network.services
    for service in own:
        yield Connection(name, service, HTTPS, network.service(subnet, service), "environment")
    for service in services:
        if service not in own:
            yield Connection(name, service, HTTPS, network.service(subnet, service), "DAGs")
    yield Connection(name, INDEX, HTTPS, reach.internet(subnet), "requirements")
    for option, host, port in configured_hosts(network.environment):
        yield Connection(name, host, port, _host(network, subnet, host, port), option)


def _of_webserver(environment: Environment) -> Iterator[Connection]:
    """Requirements are installed on the web server too, which has the internet of MWAA's own VPC, or none."""
    mode = environment.target.webserver_access_mode
    hop = Hop("web server", "environment")
    if mode is None:
        answer = unknown("the access mode of the web server is not known", hop)
    elif mode == "PRIVATE_ONLY":
        answer = no(Fault("private-web-server", "has no internet with private access"), hop)
    else:
        answer = yes(hop)
    yield Connection("web server", INDEX, HTTPS, answer, "requirements")


def configured_hosts(environment: Environment) -> Iterator[tuple[str, str, int]]:
    """Hosts in the Airflow configuration options, as option, host and port; texts that are not known are left out."""
    try:
        options = environment.record.raw("AirflowConfigurationOptions") or {}
    except Unknown:
        return
    for option, value in sorted(options.items()):
        if not isinstance(value, str):
            continue
        if option == "smtp.smtp_host":
            port = options.get("smtp.smtp_port", "587")
            yield option, value, int(port) if isinstance(port, (str, int)) and str(port).isdigit() else 587
        elif "://" in value and len(value) < 2000:
            yield from ((option, host, port) for host, port in _host_in(value))


def _host_in(value: str) -> Iterator[tuple[str, int]]:
    from urllib.parse import urlsplit

    known = {"https": 443, "http": 80, "postgresql": 5432, "mysql": 3306, "mssql": 1433, "redis": 6379, "amqp": 5672}
    try:
        parts = urlsplit(value.strip())
        port = parts.port or known.get(parts.scheme.partition("+")[0])
    except ValueError:
        return
    if parts.hostname and port:
        yield parts.hostname, port


def _host(network: Network, subnet: Subnet, host: str, port: int) -> Answer:
    ranges = ranges_of(host)
    if ranges is not None:
        answer = network.reach.host(subnet, Destination(host, port, Peer(ranges)))
        if answer.is_yes and len(answer.path) < 3:
            return unknown(f"whether {host} lets the environment in is not in view", *answer.path)
        return answer
    if host.endswith((".rds.amazonaws.com", ".redshift.amazonaws.com", ".cache.amazonaws.com")):
        return unknown(f"the address of {host} is not in view", Hop(subnet.name, "subnet"))
    outside = network.reach.host(subnet, network.public(port, host))
    if outside.is_no:
        return unknown(f"{host} is reached only if its name leads to a private address", *outside.path)
    return outside
