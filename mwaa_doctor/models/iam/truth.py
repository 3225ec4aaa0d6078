"""Answers of which some wait for a value that is not known."""

from __future__ import annotations

import enum


class Truth(enum.IntEnum):
    """``YES`` or ``NO`` whatever the unknown values are, ``MAYBE`` if they decide.

    The smallest of several is their conjunction, the greatest their disjunction.
    """

    NO = 0
    MAYBE = 1
    YES = 2

    @classmethod
    def of(cls, known: bool) -> Truth:
        """A known answer."""
        return cls.YES if known else cls.NO

    @property
    def negated(self) -> Truth:
        """The opposite."""
        return _OPPOSITE[self]


_OPPOSITE = {Truth.NO: Truth.YES, Truth.MAYBE: Truth.MAYBE, Truth.YES: Truth.NO}
