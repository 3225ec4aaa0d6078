"""Texts of which templates tell only a part: the rest is known when they are deployed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from mwaa_doctor.unknown import Unknown

__all__ = ["Hole", "TemplateText", "join_texts", "known_text", "may_be_equal"]


@dataclass(frozen=True, slots=True)
class Hole:
    """A text that is not known: ``reason`` says why, and holes of the same ``name`` stand for the same text.

    Names are those of the source: ``AWS::AccountId``, a parameter, a logical id, a Terraform address.  Holes of another
    name but the same ``distinct`` group stand for different texts: the ids of two resources are never equal.
    """

    name: str
    reason: str = field(default="", compare=False)
    distinct: str = field(default="", compare=False)


@dataclass(frozen=True)
class TemplateText:
    """A text with at least one hole; never two known pieces beside each other, never an empty one.

    Two of them are equal if they have the same pieces and holes, in which case the deployed texts are equal too;
    unequal ones may still become equal: ask ``may_be_equal``.
    """

    parts: tuple[str | Hole, ...]

    def __str__(self) -> str:
        """As a template would write it: ``arn:aws:s3:::${Bucket}/*``."""
        return "".join(part if isinstance(part, str) else f"${{{part.name}}}" for part in self.parts)

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The unknown pieces, in order."""
        return tuple(part for part in self.parts if isinstance(part, Hole))

    @cached_property
    def reason(self) -> str:
        """Why the whole text is not known."""
        reasons = dict.fromkeys(hole.reason or f"`{hole.name}` is known on deployment only" for hole in self.holes)
        return "; ".join(reasons)

    @property
    def unknown(self) -> Unknown:
        """What to raise for a question that needs the whole text."""
        return Unknown(self.reason)


def join_texts(parts: Iterable[str | Hole | TemplateText]) -> str | TemplateText:
    """Put pieces together; the result is a plain text if none of them has a hole."""
    joined: list[str | Hole] = []
    for part in parts:
        for piece in part.parts if isinstance(part, TemplateText) else (part,):
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] += piece
            elif piece != "":
                joined.append(piece)
    if all(isinstance(piece, str) for piece in joined):
        return "".join(piece for piece in joined if isinstance(piece, str))
    return TemplateText(tuple(joined))


def known_text(value: str | TemplateText) -> str:
    """The text itself; raises ``Unknown`` if it has a hole."""
    if isinstance(value, TemplateText):
        raise value.unknown
    return value


def may_be_equal(one: str | TemplateText, other: str | TemplateText) -> bool | None:
    """Whether two texts are equal once deployed: ``True``, ``False``, or ``None`` if the holes decide.

    Holes of the same name at the same place cancel out, and those of one distinct group exclude each other; beyond that
    a hole may stand for any text.
    """
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return False
    left, right = _without_common_ends(_symbols(one), _symbols(other))
    if len(left) == len(right) == 1 and _exclude_each_other(left[0], right[0]):
        return False
    return None if _unify(left, right) else False


_Symbol = str | Hole


def _symbols(value: str | TemplateText) -> list[_Symbol]:
    if isinstance(value, str):
        return list(value)
    symbols: list[_Symbol] = []
    for part in value.parts:
        symbols.extend(part if isinstance(part, str) else (part,))
    return symbols


def _exclude_each_other(one: _Symbol, other: _Symbol) -> bool:
    return isinstance(one, Hole) and isinstance(other, Hole) and one.distinct == other.distinct != ""


def _without_common_ends(one: list[_Symbol], other: list[_Symbol]) -> tuple[list[_Symbol], list[_Symbol]]:
    """Cut what both begin and end with; equal beginnings and ends do not change whether the rest can be equal."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    end = 0
    while end < min(len(one), len(other)) and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[: len(one) - end], other[: len(other) - end]


def _unify(one: list[_Symbol], other: list[_Symbol]) -> bool:
    """Whether some texts for the holes, each chosen freely, make both equal."""
    row = [True, *(False for _ in other)]
    for column, symbol in enumerate(other):
        row[column + 1] = row[column] and isinstance(symbol, Hole)
    for left in one:
        following = [row[0] and isinstance(left, Hole)]
        for column, right in enumerate(other):
            wild = isinstance(left, Hole) or isinstance(right, Hole)
            same = row[column] and left == right
            following.append(same or (wild and (row[column] or row[column + 1] or following[column])))
        row = following
    return row[-1]
