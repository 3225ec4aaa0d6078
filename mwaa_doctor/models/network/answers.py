"""Answers to questions about a network: yes, no or unknown, with the way taken and where it ends."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mwaa_doctor.models.snapshot import Resource, Spot
from mwaa_doctor.unknown import Unknown

__all__ = ["Answer", "Fault", "Hop", "Verdict", "every", "no", "unknown", "yes"]


_BEYOND = frozenset(
    {"transit gateway", "peering connection", "virtual private gateway", "local gateway", "carrier gateway",
     "core network", "firewall endpoint", "network interface", "instance"}
)  # fmt: skip


class Verdict(enum.Enum):
    """Whether something is reached."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hop:
    """A station on the way: what people call it, what it is, and what is worth saying of it, such as ``main``."""

    name: str
    kind: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.note})" if self.note else self.name


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a way ends: ``kind`` for rules, what people read, the object at fault and the value of it to point at."""

    kind: str
    text: str
    culprit: Resource | None = None
    spot: Spot | None = None

    @property
    def cause(self) -> str:
        """Equal for faults that are repaired at the same object."""
        return f"{self.kind} {self.culprit.label if self.culprit else ''}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its proof: the ``path``, where it breaks (``no``), or the ``reason`` why it is not known."""

    verdict: Verdict
    path: tuple[Hop, ...] = ()
    fault: Fault | None = None
    reason: str = ""

    @property
    def is_yes(self) -> bool:
        """Whether it is certain that packets pass."""
        return self.verdict is Verdict.YES

    @property
    def is_no(self) -> bool:
        """Whether it is certain that they do not."""
        return self.verdict is Verdict.NO

    @property
    def text(self) -> str:
        """The whole answer in one line: ``subnet-a -> rtb-1 (main) has no route to an internet gateway``."""
        way = " -> ".join(map(str, self.path))
        if self.fault is not None:
            return f"{way} {self.fault.text}".strip()
        return f"{way}: {self.reason}".strip(": ") if self.reason else way

    @property
    def leaves_the_vpc(self) -> bool:
        """Whether it is not known only because the way goes on outside of the VPC, or through an appliance."""
        return self.verdict is Verdict.UNKNOWN and any(hop.kind in _BEYOND for hop in self.path)

    @property
    def decided(self) -> bool:
        """Whether it is yes; raises ``Unknown`` with the reason if it is neither yes nor no."""
        if self.verdict is Verdict.UNKNOWN:
            raise Unknown(self.reason)
        return self.is_yes

    def after(self, *hops: Hop) -> Answer:
        """The same answer at the end of a longer way."""
        return replace(self, path=(*hops, *self.path))


def yes(*path: Hop) -> Answer:
    """Packets pass on this way."""
    return Answer(Verdict.YES, path)


def no(fault: Fault, *path: Hop) -> Answer:
    """Packets end here."""
    return Answer(Verdict.NO, path, fault)


def unknown(reason: str, *path: Hop) -> Answer:
    """What becomes of packets is not known."""
    return Answer(Verdict.UNKNOWN, path, None, reason)


def every(answers: Iterable[Answer]) -> Answer | None:
    """The answer to whether all of several ways are open: the first no, else the first unknown, else the last yes."""
    last, doubtful = None, None
    for answer in answers:
        if answer.is_no:
            return answer
        if answer.verdict is Verdict.UNKNOWN:
            doubtful = doubtful or answer
        last = answer
    return doubtful or last
