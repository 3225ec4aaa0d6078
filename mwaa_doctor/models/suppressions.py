"""What the user asked not to hear of, and whether that still makes sense."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.config import Suppression
from mwaa_doctor.models.comments import InlineIgnore
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """An ignore comment after the run.

    ``hid`` are the rules whose findings it hid, ``unknown`` the names that no rule has (with the nearest name, if any),
    ``judged`` those of its rules that ran to the end wherever they were asked, ``expired`` if its last day is over.
    """

    ignore: InlineIgnore
    hid: frozenset[str]
    unknown: tuple[tuple[str, str], ...]
    judged: frozenset[str]
    expired: bool = False

    stage: ClassVar[str] = "result"
    label: ClassVar[str] = "ignore comments"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[IgnoreComment]:
        """All ignore comments of the run."""
        return getattr(source, "comments", ())

    @property
    def place(self) -> Place:
        """The comment."""
        return self.ignore.place

    def useless(self) -> list[str]:
        """The rules that it names without need; raises ``Unknown`` if one of them could not be judged."""
        if self.expired:
            return []
        missing = {name for name, _ in self.unknown}
        idle = [name for name in self.ignore.rules if name not in self.hid and name not in missing]
        if any(name not in self.judged for name in idle):
            raise Unknown("whether an ignore is still needed shows only if its rule runs on everything")
        return idle


@dataclass(frozen=True, slots=True)
class ConfiguredSuppression:
    """A suppression of the configuration after the run: how many findings it hid, and whether it had expired."""

    suppression: Suppression
    path: str
    hidden: int
    expired: bool
    unknown: str | None
    judged: bool
    today: datetime.date

    stage: ClassVar[str] = "result"
    label: ClassVar[str] = "suppressions in the configuration"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[ConfiguredSuppression]:
        """All suppressions of the configuration."""
        return getattr(source, "suppressions", ())

    @property
    def place(self) -> Place:
        """The configuration file."""
        return Place(self.path)


@dataclass(frozen=True, slots=True)
class Suppressions:
    """Everything that hides findings: the source of the rules that judge it."""

    comments: tuple[IgnoreComment, ...]
    suppressions: tuple[ConfiguredSuppression, ...]
