"""The ways of all answers as one directed multigraph: stations and, between them, what passes or ends there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mwaa_doctor.models.network.answers import Fault, Hop
from mwaa_doctor.models.network.connections import Connection
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.topology import Subnet
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    import networkx

__all__ = ["Station", "graph_of"]

INSIDE = frozenset(
    {"subnet", "route table", "NAT gateway", "VPC endpoint", "internet gateway", "network ACL", "security group",
     "network interface", "firewall endpoint", "environment", "egress-only internet gateway", "VPC"}
)  # fmt: skip
_LABELS = {
    "no-endpoint": "no route to the internet, no endpoint",
    "endpoint-without-name": "private DNS has no effect",
    "gateway-not-in-table": "not in the subnet's route table",
}


@dataclass(frozen=True)
class Station:
    """A node: what it is called, what it is, further lines of text, and whether packets end at it.

    ``kind`` is that of a hop, or ``reached``, ``missed`` or ``doubtful`` for what lies at the end of ways.
    """

    name: str
    kind: str
    lines: tuple[str, ...] = ()
    zone: str = ""
    own: bool = field(default=False, compare=False)

    @property
    def is_end(self) -> bool:
        """Whether it stands for what is reached or not."""
        return self.kind in ("reached", "missed", "doubtful")


def graph_of(network: Network, connections: Iterable[Connection]) -> networkx.MultiDiGraph[Station]:
    """The graph of an environment; edges carry ``verdict`` (``yes``, ``no``, ``unknown``), ``label`` and ``target``.

    What ends at the same place for the same kind of reason ends in one node.  A package index that is not reached is
    left out: private networks are meant to have none.
    """
    import networkx

    graph: networkx.MultiDiGraph[Station] = networkx.MultiDiGraph()
    stations = _Stations(network)
    ends: dict[tuple[Station, str, str], list[Connection]] = {}
    for row in connections:
        answer = row.answer
        if row.source == "web server" or not answer.path or (answer.is_no and row.use == "requirements"):
            continue
        path = [stations.of(hop) for hop in answer.path]
        beyond = path.pop() if len(path) > 1 and path[-1].kind not in INSIDE else None
        for station in path:
            graph.add_node(station)
        for one, other in pairwise(path):
            _connect(graph, one, other, "yes", "", row.target)
        label = _short(answer.fault) if answer.fault else answer.reason
        if beyond is not None:
            label = beyond.name
        ends.setdefault((path[-1], answer.verdict.value, "" if answer.is_yes else label), []).append(row)
    _add_ends(graph, ends)
    return graph


def _short(fault: Fault) -> str:
    """Why packets end, without naming again what the drawing shows."""
    text = _LABELS.get(fault.kind, fault.text)
    for words in (" in from ", " out to "):
        before, found, _ = text.partition(words)
        if found:
            return f"{before} {words.split()[0]}"
    return text


def _add_ends(graph: networkx.MultiDiGraph[Station], ends: dict[tuple[Station, str, str], list[Connection]]) -> None:
    kinds = {"yes": "reached", "no": "missed", "unknown": "doubtful"}
    for (last, verdict, label), rows in ends.items():
        targets = tuple(dict.fromkeys(row.target for row in rows))
        if verdict == "yes" and last.kind in ("VPC endpoint", "environment"):
            continue
        name = {"yes": "the internet", "no": "not reached", "unknown": "not known"}[verdict]
        end = Station(name, kinds[verdict], targets)
        if verdict == "yes":
            end = next((node for node in graph if node.kind == "reached"), end)
            wider = replace(end, lines=tuple(dict.fromkeys((*end.lines, *targets))))
            if wider != end and end in graph:
                import networkx

                networkx.relabel_nodes(graph, {end: wider}, copy=False)
            end = wider
        _connect(graph, last, end, verdict, label, ", ".join(targets))


def _connect(
    graph: networkx.MultiDiGraph[Station], one: Station, other: Station, verdict: str, label: str, target: str
) -> None:
    if not graph.has_edge(one, other, key=(verdict, label)):
        graph.add_edge(one, other, key=(verdict, label), verdict=verdict, label=label, targets=[])
    targets = graph.edges[one, other, (verdict, label)]["targets"]
    if target not in targets:
        targets.append(target)


class _Stations:
    """One station for each hop, with what is worth knowing of it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._known: dict[tuple[str, str], Station] = {}
        self._own = {subnet.name for subnet in _known_subnets(network)}

    def of(self, hop: Hop) -> Station:
        key = hop.kind, hop.name
        if key not in self._known:
            note = "" if hop.kind in ("environment", "network ACL") or hop.note.startswith("in ") else hop.note
            if hop.kind == "subnet":
                self._known[key] = self._subnet(hop.name)
            elif hop.kind == "VPC endpoint":
                lines = (f"endpoint for {self._service(hop.name)}", *([note] if note else []))
                self._known[key] = Station(hop.name, hop.kind, lines)
            else:
                words = "of the environment" if hop.kind == "environment" else hop.kind
                self._known[key] = Station(hop.name, hop.kind, (f"{words}, {note}" if note else words,))
        return self._known[key]

    def _subnet(self, name: str) -> Station:
        for record in self._network.topology.snapshot.known("ec2:Subnet"):
            if record.label == name:
                zone, block = record.body.get("AvailabilityZone"), record.body.get("CidrBlock")
                lines = tuple(value for value in (block, zone) if isinstance(value, str))
                return Station(name, "subnet", lines, zone if isinstance(zone, str) else "", name in self._own)
        return Station(name, "subnet", own=name in self._own)

    def _service(self, name: str) -> str:
        for endpoint in self._network.endpoints.told:
            try:
                if endpoint.name == name:
                    return endpoint.service or "another service"
            except Unknown:
                break
        return "a service"


def _known_subnets(network: Network) -> list[Subnet]:
    found: list[Subnet] = []
    with contextlib.suppress(Unknown):
        found.extend(network.known_subnets())
    return found
