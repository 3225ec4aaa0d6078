"""Sets of IP addresses, as spans of whole numbers: what rules and routes cover of what a packet may carry."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["PUBLIC", "PUBLIC_IPV6", "Ranges", "prefix_length", "ranges_of", "union"]

_NOT_PUBLIC = (  # https://www.iana.org/assignments/iana-ipv4-special-registry/
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ranges:
    """Addresses of one IP version: sorted spans, first and last included, that neither touch nor overlap."""

    version: int
    spans: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __and__(self, other: Ranges) -> Ranges:
        if self.version != other.version:
            return Ranges(self.version)
        found: list[tuple[int, int]] = []
        mine, theirs = 0, 0
        while mine < len(self.spans) and theirs < len(other.spans):
            low = max(self.spans[mine][0], other.spans[theirs][0])
            high = min(self.spans[mine][1], other.spans[theirs][1])
            if low <= high:
                found.append((low, high))
            if self.spans[mine][1] < other.spans[theirs][1]:
                mine += 1
            else:
                theirs += 1
        return Ranges(self.version, tuple(found))

    def __sub__(self, other: Ranges) -> Ranges:
        if self.version != other.version:
            return self
        left: list[tuple[int, int]] = []
        start = 0
        for low, high in self.spans:
            while start < len(other.spans) and other.spans[start][1] < low:
                start += 1
            at = start
            while at < len(other.spans) and other.spans[at][0] <= high:
                if other.spans[at][0] > low:
                    left.append((low, other.spans[at][0] - 1))
                low = other.spans[at][1] + 1
                at += 1
            if low <= high:
                left.append((low, high))
        return Ranges(self.version, tuple(left))

    def covers(self, other: Ranges) -> bool:
        """Whether every address of ``other`` is in here."""
        return not other - self

    def __str__(self) -> str:
        """The blocks that make up the ranges, at most three of them."""
        make: Any = ipaddress.IPv4Address if self.version == 4 else ipaddress.IPv6Address
        blocks: list[str] = []
        for low, high in self.spans:
            for block in ipaddress.summarize_address_range(make(low), make(high)):
                if len(blocks) == 3:
                    return ", ".join((*blocks, "..."))
                blocks.append(str(block))
        return ", ".join(blocks)


@lru_cache(maxsize=65536)
def ranges_of(text: str) -> Ranges | None:
    """The addresses of a CIDR block or of one address, host bits cut off; ``None`` if it is neither."""
    try:
        block = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return Ranges(block.version, ((int(block.network_address), int(block.broadcast_address)),))


@lru_cache(maxsize=65536)
def prefix_length(text: str) -> int:
    """The number of leading bits that a CIDR block fixes; that of a single address if it has no slash."""
    return ipaddress.ip_network(text.strip(), strict=False).prefixlen


def union(ranges: Iterable[Ranges], version: int) -> Ranges:
    """The addresses that are in any of the ranges of one IP version."""
    spans = sorted(span for item in ranges if item.version == version for span in item.spans)
    joined: list[tuple[int, int]] = []
    for low, high in spans:
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return Ranges(version, tuple(joined))


def _public() -> Ranges:
    everything = Ranges(4, ((0, 2**32 - 1),))
    return everything - union((found for text in _NOT_PUBLIC if (found := ranges_of(text))), 4)


PUBLIC = _public()
PUBLIC_IPV6 = ranges_of("2000::/3") or Ranges(6)
