"""What lets packets through: security groups, which remember connections, and network ACLs, which do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mwaa_doctor.models.network.addresses import Ranges, prefix_length, ranges_of, union
from mwaa_doctor.models.network.answers import Verdict
from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.unknown import Unknown

__all__ = ["Acl", "Judgement", "Peer", "PrefixLists", "admits", "is_general", "sources_of", "speaks_of"]

_TCP = frozenset({"-1", "6", "tcp"})
_ALL = "-1"
_GENERAL_PREFIX = {4: 8, 6: 16}
PrefixLists = Callable[[Text], tuple[Ranges, ...]]


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side of a connection: its groups, its addresses, and the prefix lists of the service that it is.

    ``general`` peers stand for any host of the internet: what singles out a few addresses does not decide about them.
    """

    ranges: Ranges
    groups: tuple[Text, ...] = ()
    prefix_lists: tuple[str, ...] = ()
    general: bool = False
    groups_unknown: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether something lets a packet pass, and the reason if that is not known; ``left`` are addresses kept out."""

    verdict: Verdict
    reason: str = ""
    left: Ranges | None = None


_YES = Judgement(Verdict.YES)


def ports_of(low: Any, high: Any, protocol: str) -> tuple[int, int] | None:
    """The TCP ports that a rule speaks of, ``None`` if none."""
    if protocol not in _TCP:
        return None
    if protocol == _ALL or low is None or high is None or (low, high) == (-1, -1):
        return 0, 65535
    return int(low), int(high)


@dataclass(slots=True)
class _Found:
    """What the rules of some groups say of one peer."""

    certain: bool = False
    ranges: list[Ranges] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def admits(groups: Iterable[Resource], direction: str, port: int, peer: Peer, lists: PrefixLists) -> Judgement:
    """Whether security groups together allow TCP to or from a peer; ``direction`` is ``in`` or ``out``."""
    found = _Found()
    name = "IpPermissions" if direction == "in" else "IpPermissionsEgress"
    for group in groups:
        try:
            permissions = group.raw(name) or ()
        except Unknown as unknown:
            found.doubts.append(unknown.reason)
            continue
        for permission in permissions:
            _take(permission, port, peer, lists, found)
            if found.certain:
                return _YES
    allowed = union(found.ranges, peer.ranges.version)
    left = peer.ranges - allowed
    if not left and peer.ranges:
        return _YES
    if found.doubts:
        return Judgement(Verdict.UNKNOWN, found.doubts[0], left)
    if left.spans != peer.ranges.spans:
        return Judgement(Verdict.UNKNOWN, f"the rules cover a part of the addresses only: {allowed}", left)
    return Judgement(Verdict.NO, left=left)


def _take(permission: Any, port: int, peer: Peer, lists: PrefixLists, found: _Found) -> None:
    if isinstance(permission, (Unknown, TemplateText)):
        found.doubts.append(permission.reason)
        return
    speaks = speaks_of(permission, port)
    if speaks is False:
        return
    inner = _Found()
    _sources(permission, peer, lists, inner)
    if speaks is None:
        if inner.certain or inner.ranges or inner.doubts:
            found.doubts.append(_doubt_about(permission))
        return
    found.certain = found.certain or inner.certain
    found.ranges += inner.ranges
    found.doubts += inner.doubts


def speaks_of(permission: Mapping[str, Any], port: int) -> bool | None:
    """Whether a rule of a group is about a TCP port; ``None`` if protocol or ports are not known."""
    values = [permission.get(name) for name in ("IpProtocol", "FromPort", "ToPort")]
    protocol = values[0]
    if isinstance(protocol, (Unknown, TemplateText)):
        return None
    text = str(protocol).lower()
    if text in _TCP and text != _ALL and any(isinstance(value, (Unknown, TemplateText)) for value in values[1:]):
        return None
    ports = ports_of(values[1], values[2], text)
    return ports is not None and ports[0] <= port <= ports[1]


def _doubt_about(permission: Mapping[str, Any]) -> str:
    for name in ("IpProtocol", "FromPort", "ToPort"):
        value = permission.get(name)
        if isinstance(value, (Unknown, TemplateText)):
            return value.reason
    return "a rule is not known in full"


def _sources(permission: Mapping[str, Any], peer: Peer, lists: PrefixLists, found: _Found) -> None:
    for key, inner in (("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6")):
        for text in _texts(permission.get(key), inner, found):
            ranges = ranges_of(text) if isinstance(text, str) else None
            if ranges is not None and ranges & peer.ranges:
                found.ranges.append(ranges)
            elif isinstance(text, TemplateText):
                found.doubts.append(text.reason)
    for text in _texts(permission.get("UserIdGroupPairs"), "GroupId", found):
        if peer.groups_unknown:
            found.doubts.append(peer.groups_unknown)
        for group in peer.groups:
            same = may_be_equal(text, group)
            found.certain = found.certain or same is True
            if same is None:
                found.doubts.append(text.reason if isinstance(text, TemplateText) else _reason(group))
    for text in _texts(permission.get("PrefixListIds"), "PrefixListId", found):
        if text in peer.prefix_lists:
            found.certain = True
            continue
        try:
            found.ranges += [item for item in lists(text) if item & peer.ranges]
        except Unknown as unknown:
            found.doubts.append(unknown.reason)


def _reason(text: Text) -> str:
    return text.reason if isinstance(text, TemplateText) else f"`{text}` is not known"


def _texts(members: Any, key: str, found: _Found) -> Iterator[Text]:
    if isinstance(members, (Unknown, TemplateText)):
        found.doubts.append(members.reason)
        return
    for member in members or ():
        value = member.get(key) if isinstance(member, Mapping) else member
        if isinstance(value, Unknown):
            found.doubts.append(value.reason)
        elif isinstance(value, (str, TemplateText)):
            yield value
        elif value is None and key == "GroupId":
            found.doubts.append("a rule names a group by its name")


def sources_of(group: Resource) -> Iterator[tuple[int, str, str]]:
    """The blocks of addresses that a group admits: the number of the rule, the block, and the ports in words."""
    for number, permission in enumerate(group.items("IpPermissions")):
        for key, inner in (("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6")):
            for text in _texts(permission.get(key), inner, _Found()):
                if isinstance(text, str):
                    yield number, text, _port_words(permission)


def _port_words(permission: Mapping[str, Any]) -> str:
    protocol, low, high = (permission.get(name) for name in ("IpProtocol", "FromPort", "ToPort"))
    if str(protocol) == _ALL or low is None:
        return "all traffic" if str(protocol) == _ALL else f"{protocol}"
    return f"{protocol} {low}" if low == high else f"{protocol} {low}-{high}"


@dataclass(frozen=True)
class Acl:
    """A network ACL."""

    record: Resource

    def passes(self, direction: str, ports: tuple[int, int], peer: Peer) -> Judgement:
        """Whether TCP packets to any of the ``ports`` pass; the peer is where they come from or go to.

        The entries are asked by their numbers; the first that speaks of a packet decides, and without one it is
        refused.
        """
        try:
            entries = sorted(self._entries(direction == "out"), key=lambda item: item[0])
        except Unknown as unknown:
            return Judgement(Verdict.UNKNOWN, unknown.reason)
        bounds = {ports[0]}
        for _, _, allowed, _ in entries:
            bounds |= {edge for edge in (allowed[0], allowed[1] + 1) if ports[0] < edge <= ports[1]}
        kept_out, let_in = False, False
        for port in sorted(bounds):
            left, passed = self._walk(entries, port, peer)
            kept_out = kept_out or bool(left)
            let_in = let_in or passed
        if not kept_out:
            return _YES
        if let_in:
            return Judgement(Verdict.UNKNOWN, f"{self.record.label} lets a part of the packets pass")
        return Judgement(Verdict.NO)

    @staticmethod
    def _walk(entries: list[tuple[int, bool, tuple[int, int], Ranges]], port: int, peer: Peer) -> tuple[Ranges, bool]:
        """The addresses that are kept out on one port, and whether any passes."""
        left, denied, passed = peer.ranges, Ranges(peer.ranges.version), False
        for _, allow, (low, high), ranges in entries:
            if not low <= port <= high:
                continue
            hit = left & ranges
            if not hit:
                continue
            if allow:
                passed = True
            elif peer.general and _singles_out(ranges):
                continue
            else:
                denied = union((denied, hit), left.version)
            left = left - hit
        return union((denied, left), left.version), passed

    def _entries(self, egress: bool) -> Iterator[tuple[int, bool, tuple[int, int], Ranges]]:
        for entry in self.record.items("Entries"):
            values = [entry.get(name) for name in ("Egress", "Protocol", "RuleNumber", "RuleAction", "PortRange")]
            texts = [entry.get("CidrBlock"), entry.get("Ipv6CidrBlock")]
            for value in (*values, *texts, *(values[4].values() if isinstance(values[4], Mapping) else ())):
                if isinstance(value, (Unknown, TemplateText)):
                    raise Unknown(value.reason)
            if bool(values[0]) != egress:
                continue
            span = values[4] or {}
            ports = ports_of(span.get("From"), span.get("To"), str(values[1]).lower())
            ranges = next((found for text in texts if text and (found := ranges_of(str(text)))), None)
            if ports is not None and ranges is not None:
                yield int(values[2]), str(values[3]).lower() == "allow", ports, ranges


def _singles_out(ranges: Ranges) -> bool:
    (low, high), bits = ranges.spans[0], 32 if ranges.version == 4 else 128
    return high - low + 1 < 1 << (bits - _GENERAL_PREFIX[ranges.version])


def is_general(cidr: str) -> bool:
    """Whether a block is so large that it speaks of the internet as such, and not of single networks in it."""
    ranges = ranges_of(cidr)
    return ranges is not None and prefix_length(cidr) <= _GENERAL_PREFIX[ranges.version]
