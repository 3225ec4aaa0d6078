"""Patterns of policies: ``*``, ``?`` and policy variables, matched against texts of which a part may be unknown."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts

Text = str | TemplateText
_VARIABLE = re.compile(r"\$\{(?:([*?$])|\s*([^\s{},']*)\s*(?:,\s*'([^']*)'\s*)?)\}")
_MAX_CELLS = 4_000_000
NO_COLON = "no colon"
"""The distinct group of holes for names and ids, in which there is no colon."""


class Wildcard(enum.Enum):
    """``?`` stands for one character, ``*`` for any number."""

    ONE = "?"
    MANY = "*"


@dataclass(frozen=True, slots=True)
class Variable:
    """``${key}`` or ``${key, 'default'}``; ``key`` is in lower case, ``default`` ``None`` if there is none."""

    key: str
    default: str | None = None


Token = str | Wildcard | Hole | Variable
Lookup = Callable[[str], Text | None]


@dataclass(frozen=True)
class Pattern:
    """A text of a policy as tokens; known pieces are never empty and never beside each other."""

    tokens: tuple[Token, ...]

    @cached_property
    def is_plain(self) -> bool:
        """Whether only known text and wildcards are in it."""
        return all(isinstance(token, (str, Wildcard)) for token in self.tokens)

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The policy variables in it."""
        return tuple(token for token in self.tokens if isinstance(token, Variable))

    def matches(self, value: Text, lookup: Lookup | None = None) -> Truth:
        """Whether it matches a text for all values of the unknown parts, for none, or for some.

        ``lookup`` gives the value of a variable, or ``None`` if the request has none: nothing is matched then, see
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value.
        """
        if self.is_plain:
            if isinstance(value, str):
                return Truth.YES if self._matcher(value) else Truth.NO
            return _match(self.tokens, value)
        tokens = self.filled(lookup)
        return Truth.NO if tokens is None else _match(tokens, value)

    def filled(self, lookup: Lookup | None) -> tuple[Token, ...] | None:
        """The tokens with the values of the variables, in which wildcards are plain characters, or ``None``."""
        if self.is_plain:
            return self.tokens
        tokens: list[Token] = []
        for token in self.tokens:
            if isinstance(token, Variable):
                value = lookup(token.key) if lookup is not None else None
                if value is None:
                    value = token.default
                if value is None:
                    return None
                tokens.extend(value.parts if isinstance(value, TemplateText) else (value,))
            else:
                tokens.append(token)
        return tuple(tokens)

    @cached_property
    def _matcher(self) -> Callable[[str], bool]:
        return _compiled(self.tokens)


@lru_cache(maxsize=65536)
def read_pattern(text: Text, wildcards: bool, variables: bool) -> Pattern:
    """Take a text of a policy apart; without ``wildcards``, ``*`` and ``?`` stand for themselves."""
    tokens: list[Token] = []
    for part in text.parts if isinstance(text, TemplateText) else (text,):
        if isinstance(part, Hole):
            tokens.append(part)
        elif variables and "${" in part:
            _read_variables(part, wildcards, tokens)
        else:
            _read_known(part, wildcards, tokens)
    return Pattern(_joined(tokens))


def _read_variables(text: str, wildcards: bool, tokens: list[Token]) -> None:
    end = 0
    for match in _VARIABLE.finditer(text):
        _read_known(text[end : match.start()], wildcards, tokens)
        literal, key, default = match.groups()
        tokens.append(literal if literal else Variable(key.lower(), default))
        end = match.end()
    _read_known(text[end:], wildcards, tokens)


def _read_known(text: str, wildcards: bool, tokens: list[Token]) -> None:
    if not wildcards or ("*" not in text and "?" not in text):
        tokens.append(text)
        return
    tokens.extend(Wildcard(piece) if piece in ("*", "?") else piece for piece in re.split(r"([*?])", text))


def _joined(tokens: list[Token]) -> tuple[Token, ...]:
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if token == "" or (token is Wildcard.MANY and last is Wildcard.MANY):
            continue
        if isinstance(token, str) and isinstance(last, str):
            joined[-1] = last + token
        else:
            joined.append(token)
    return tuple(joined)


# -- known patterns on known texts ------------------------------------------------------------------------------------


def _compiled(tokens: tuple[Token, ...]) -> Callable[[str], bool]:
    """A function that matches in time proportional to the product of both lengths at worst."""
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token is Wildcard.MANY:
            pieces.append([])
        else:
            pieces[-1].append(token)
    if len(pieces) == 1:
        if all(isinstance(token, str) for token in tokens):
            literal = "".join(str(token) for token in tokens)
            return lambda text: text == literal
        whole = _piece(pieces[0])
        return lambda text: whole.fullmatch(text) is not None
    if all(isinstance(token, str) for piece in pieces for token in piece):
        return _literal_pieces(["".join(str(token) for token in piece) for piece in pieces])
    return _regular_pieces([_piece(piece) for piece in pieces], [_length(piece) for piece in pieces])


def _piece(tokens: list[Token]) -> re.Pattern[str]:
    return re.compile("".join(re.escape(token) if isinstance(token, str) else "." for token in tokens), re.DOTALL)


def _length(tokens: list[Token]) -> int:
    return sum(len(token) if isinstance(token, str) else 1 for token in tokens)


def _literal_pieces(pieces: list[str]) -> Callable[[str], bool]:
    first, *middle, last = pieces
    if not middle and not last:
        return lambda text: text.startswith(first)
    shortest = len(first) + len(last)

    def match(text: str) -> bool:
        if len(text) < shortest or not text.startswith(first) or not text.endswith(last):
            return False
        at, end = len(first), len(text) - len(last)
        for piece in middle:
            at = text.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True

    return match


def _regular_pieces(pieces: list[re.Pattern[str]], lengths: list[int]) -> Callable[[str], bool]:
    first, *middle, last = pieces
    shortest = lengths[0] + lengths[-1]

    def match(text: str) -> bool:
        end = len(text) - lengths[-1]
        if len(text) < shortest or first.match(text) is None or last.match(text, end) is None:
            return False
        at = lengths[0]
        for piece in middle:
            found = piece.search(text, at, end)
            if found is None:
                return False
            at = found.end()
        return True

    return match


# -- unknown parts ----------------------------------------------------------------------------------------------------


def _match(tokens: tuple[Token, ...], value: Text) -> Truth:
    pattern, symbols = _spread(tokens), _spread(value.parts if isinstance(value, TemplateText) else (value,))
    if _always(pattern, symbols):
        return Truth.YES
    if all(not isinstance(symbol, Hole) for symbol in (*pattern, *symbols)):
        return Truth.NO
    if _begin_with_different_ids(pattern, symbols):
        return Truth.NO
    closed = _closed_holes(pattern) | _closed_holes(symbols)
    pattern, symbols = _without_common_ends(pattern, symbols)
    if len(pattern) * len(symbols) > _MAX_CELLS:
        return Truth.MAYBE
    return Truth.MAYBE if _ever(pattern, symbols, closed) else Truth.NO


def _without_common_ends(pattern: list[Token], text: list[Token]) -> tuple[list[Token], list[Token]]:
    """Cut what both begin and end with, holes included: it is equal whatever they stand for."""
    start = 0
    while start < min(len(pattern), len(text)) and pattern[start] == text[start]:
        start += 1
    pattern, text = pattern[start:], text[start:]
    end = 0
    while end < min(len(pattern), len(text)) and pattern[-1 - end] == text[-1 - end]:
        end += 1
    return pattern[: len(pattern) - end], text[: len(text) - end]


def _closed_holes(symbols: list[Token]) -> frozenset[Hole]:
    """The holes without a colon in them: names, and partition, service, Region and account of an ARN."""
    names = frozenset(symbol for symbol in symbols if isinstance(symbol, Hole) and symbol.distinct == NO_COLON)
    if symbols[:4] != ["a", "r", "n", ":"]:
        return names
    colons, holes = 0, set()
    for symbol in symbols:
        colons += symbol == ":"
        if colons >= 5:
            break
        if isinstance(symbol, Hole):
            holes.add(symbol)
    return names | holes if colons >= 5 else names


def _begin_with_different_ids(pattern: list[Token], text: list[Token]) -> bool:
    """Whether, after what both begin with, each goes on with a whole id, and the two exclude each other."""
    for position, (token, symbol) in enumerate(zip(pattern, text, strict=False)):
        if token == symbol:
            continue
        if not (isinstance(token, Hole) and isinstance(symbol, Hole) and token.distinct == symbol.distinct != ""):
            return False
        return all(rest[position + 1 : position + 2] in ([], ["/"], [":"]) for rest in (pattern, text))
    return False


def _spread(tokens: tuple[Token, ...]) -> list[Token]:
    symbols: list[Token] = []
    for token in tokens:
        symbols.extend(token if isinstance(token, str) else (token,))
    return symbols


def _always(pattern: list[Token], text: list[Token]) -> bool:
    """Whether the match does not hang on the holes: a hole is met by ``*`` or by the same hole."""
    at = position = 0
    star, retry = -1, 0
    while position < len(text):
        token = pattern[at] if at < len(pattern) else None
        symbol = text[position]
        if token is Wildcard.MANY:
            star, retry = at, position
            at += 1
        elif token is not None and (token == symbol or (token is Wildcard.ONE and isinstance(symbol, str))):
            at += 1
            position += 1
        elif star >= 0:
            retry += 1
            at, position = star + 1, retry
        else:
            return False
    return all(token is Wildcard.MANY for token in pattern[at:])


def _ever(pattern: list[Token], text: list[Token], closed: frozenset[Hole]) -> bool:
    """Whether the holes, each filled freely, can make the pattern match; ``closed`` ones hold no colon."""
    row = [True]
    for symbol in text:
        row.append(row[-1] and isinstance(symbol, Hole))
    for wanted in pattern:
        takes = wanted is Wildcard.MANY or isinstance(wanted, Hole)
        following = [row[0] and takes]
        for column, symbol in enumerate(text):
            gives = isinstance(symbol, Hole)
            stops = (symbol == ":" and wanted in closed) or (wanted == ":" and symbol in closed)
            possible = (takes and row[column + 1]) or (gives and following[column])
            if takes and not stops:
                possible = possible or following[column] or row[column]
            if gives and not stops:
                possible = possible or row[column + 1] or row[column]
            if not takes and not gives:
                possible = row[column] and (wanted == symbol or wanted is Wildcard.ONE)
            following.append(possible)
        row = following
    return row[-1]


def lower_text(text: Text) -> Text:
    """A text in lower case; its holes stay what they are."""
    if isinstance(text, str):
        return text.lower()
    return join_texts(part.lower() if isinstance(part, str) else part for part in text.parts)
