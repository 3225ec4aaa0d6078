"""Load balancers in front of a private web server: target groups that list its addresses, and what calls them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.network.addresses import ranges_of
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.reach import HTTPS
from mwaa_doctor.models.snapshot import Resource, Step, Text
from mwaa_doctor.models.template_text import may_be_equal
from mwaa_doctor.unknown import Unknown

__all__ = ["TargetGroup", "balancers", "listeners", "target_groups"]


@dataclass(frozen=True)
class TargetGroup:
    """A target group that lists addresses of the web server: ``own`` by their numbers in ``Targets``."""

    record: Resource
    own: tuple[tuple[int, str], ...]

    @property
    def faults(self) -> Iterator[tuple[tuple[Step, ...], str]]:
        """What keeps it from talking to the web server, as path and text; what is not known is left out."""
        for name, wanted, words in (("TargetType", "ip", "target type"), ("Protocol", "HTTPS", "protocol")):
            value = self.record.body.get(name)
            if isinstance(value, str) and value != wanted:
                yield (name,), f"is of {words} {value} instead of {wanted}"
        ports: dict[tuple[Step, ...], Any] = {("Targets", number, "Port"): self._port(number) for number, _ in self.own}
        if None in ports.values():
            ports["Port",] = self.record.body.get("Port")
        for path, port in ports.items():
            if str(port).isdigit() and int(str(port)) != HTTPS:
                yield path, f"calls port {port} instead of {HTTPS}"

    def _port(self, number: int) -> Any:
        return self.record.body["Targets"][number].get("Port")

    def takes(self, code: int) -> bool | None:
        """Whether its health check takes an answer for healthy, 200 alone by default; ``None`` if not known."""
        given = self.record.body.get("Matcher")
        codes = given.get("HttpCode") if isinstance(given, dict) else "200" if given is None else None
        if not isinstance(codes, (str, int)):
            return None
        spans = (part.strip().partition("-") for part in str(codes).split(","))
        return any(low.isdigit() and int(low) <= code <= int(high if high.isdigit() else low) for low, _, high in spans)


def target_groups(network: Network) -> Iterator[TargetGroup]:
    """The target groups that list addresses of the environment's web server."""
    for record in network.topology.around("elasticloadbalancing:TargetGroup"):
        with contextlib.suppress(Unknown):
            own = tuple(_own(network, record))
            if own and not record.doubt:
                yield TargetGroup(record, own)


def _own(network: Network, record: Resource) -> Iterator[tuple[int, str]]:
    for number, target in enumerate(record.items("Targets")):
        value = target.get("Id")
        ranges = ranges_of(value) if isinstance(value, str) else None
        if ranges is None:
            continue
        if network.topology.snapshot.is_declared:
            # Who writes down an address in the environment's subnets means the web server, which alone keeps one.
            if any(subnet.ranges.covers(ranges) for subnet in network.subnets):
                yield number, value
        elif value in network.webserver_addresses:
            yield number, value


def balancers(network: Network) -> Iterator[Resource]:
    """The load balancers whose listeners forward to the web server, as far as they are told of."""
    wanted = [group.record.key for group in target_groups(network)]
    for record in network.topology.around("elasticloadbalancing:LoadBalancer"):
        if any(may_be_equal(arn, key) for arn in _forwards_to(network, record) for key in wanted):
            yield record


def listeners(network: Network, balancer: Resource) -> Iterator[Resource]:
    """The listeners of a load balancer that are told of."""
    for record in network.topology.around("elasticloadbalancing:Listener"):
        with contextlib.suppress(Unknown):
            if may_be_equal(record.text("LoadBalancerArn") or "", balancer.key):
                yield record


def _forwards_to(network: Network, balancer: Resource) -> Iterator[Text]:
    for listener in listeners(network, balancer):
        with contextlib.suppress(Unknown):
            for number, _ in enumerate(listener.items("DefaultActions")):
                arn = listener.text("DefaultActions", number, "TargetGroupArn")
                if arn is not None:
                    yield arn
