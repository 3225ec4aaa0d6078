"""Follows constructors through the classes they inherit from, to the set of keywords that a call may use.

The descriptions are written by mwaa_doctor.facts.refresh.constructors, which explains them. Whenever a description
leaves something open, the answer says that any keyword is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

HARMLESS_BASES = {"object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Parameters:
    """The keywords that a constructor or function takes.

    `required` are those without a default; operators may also get them from the default_args of the DAG or task group.
    `deprecated` names are accepted and warn. With `accepts_any` there may be more than `names`.
    """

    names: frozenset[str]
    required: frozenset[str]
    deprecated: frozenset[str]
    accepts_any: bool

    def accepts(self, keyword: str) -> bool:
        """Whether a call may use `keyword`."""
        return self.accepts_any or keyword in self.names


ANYTHING = Parameters(frozenset(), frozenset(), frozenset(), accepts_any=True)
NOTHING = Parameters(frozenset(), frozenset(), frozenset(), accepts_any=False)


class Descriptions(Protocol):
    """Where descriptions are found and names resolved."""

    def resolve(self, qualified_name: str) -> str:
        """See Surface.resolve."""

    def description(self, qualified_name: str) -> str | None:
        """See Surface.description."""


def find_parameters(source: Descriptions, qualified_name: str) -> Parameters | None:
    """The parameters of a resolved class or function; None if `source` does not describe it."""
    text = source.description(qualified_name)
    if text is None:
        return None
    kind, _, rest = text.partition(" ")
    if kind == "function":
        return _combine(source, rest.split(), qualified_name, [], 0)
    return _construct(source, _linearise(source, qualified_name, 0), 0)


def _construct(source: Descriptions, order: list[str], depth: int) -> Parameters:
    """The parameters of the first constructor in `order`, the classes in the order in which Python looks them up."""
    for position, name in enumerate(order):
        text = source.description(name)
        if text is None:
            if name in HARMLESS_BASES:
                continue
            return ANYTHING
        _, bar, words = text.partition("|")
        if bar:
            return _combine(source, words.split(), name, order[position + 1 :], depth)
    return NOTHING


def _combine(source: Descriptions, words: list[str], name: str, following: list[str], depth: int) -> Parameters:
    if depth > DEEPEST:
        return ANYTHING
    names: set[str] = set()
    required: set[str] = set()
    deprecated: set[str] = set()
    supplied: set[str] = set()
    inherited: list[Parameters] = []
    for word in words:
        if word == "@@":
            continue
        if word == "@":
            inherited.append(_fields(source, following))
        elif word == "**any":
            inherited.append(ANYTHING)
        elif word == "**super":
            inherited.append(_construct(source, following, depth + 1))
        elif word.startswith("**"):
            found = _find_local(source, word[3:], name)
            # A decorator factory finds out task_id and the callable by itself.
            optional = found is not None and word.startswith("**~")
            inherited.append(_without_required(found) if found is not None and optional else found or ANYTHING)
        elif word.startswith("-"):
            supplied.add(word[1:])
        else:
            plain = word.rstrip("!~")
            names.add(plain)
            if word.endswith("!"):
                required.add(plain)
            elif word.endswith("~"):
                deprecated.add(plain)
    for more in inherited:
        required |= more.required - supplied - names
        deprecated |= more.deprecated - supplied - names
        names |= more.names - supplied
    return Parameters(
        frozenset(names), frozenset(required), frozenset(deprecated), any(more.accepts_any for more in inherited)
    )


def _fields(source: Descriptions, following: list[str]) -> Parameters:
    """The fields of the attrs and dataclasses among the bases."""
    names: set[str] = set()
    required: set[str] = set()
    for base in following:
        text = source.description(base) or ""
        _, _, words = text.partition("|")
        if words.startswith("@@"):
            return ANYTHING
        if words.startswith("@"):
            for word in words.split()[1:]:
                names.add(word.rstrip("!"))
                if word.endswith("!"):
                    required.add(word[:-1])
    return Parameters(frozenset(names), frozenset(required), frozenset(), accepts_any=False)


def _without_required(found: Parameters) -> Parameters:
    return Parameters(found.names, frozenset(), found.deprecated, found.accepts_any)


def _find_local(source: Descriptions, written: str, user: str) -> Parameters | None:
    """The parameters of a class or function as the module of `user` calls it."""
    return find_parameters(source, source.resolve(f"{user.rpartition('.')[0]}.{written}"))


def _linearise(source: Descriptions, name: str, depth: int) -> list[str]:
    """The method resolution order (C3) as far as classes are known; a class that is not known stands for itself."""
    text = source.description(name)
    if text is None or not text.startswith("class ") or depth > DEEPEST:
        return [name]
    written = text.removeprefix("class ").partition("|")[0]
    module = name.rpartition(".")[0]
    bases = [_base(source, module, base) for base in written.split(",") if base]
    queues = [[*_linearise(source, base, depth + 1)] for base in bases] + [list(bases)]
    order = [name]
    while queues := [queue for queue in queues if queue]:
        for queue in queues:
            if not any(queue[0] in other[1:] for other in queues):
                chosen = queue[0]
                break
        else:
            return [*order, "?"]
        order.append(chosen)
        queues = [queue[1:] if queue[0] == chosen else queue for queue in queues]
    return order


def _base(source: Descriptions, module: str, written: str) -> str:
    resolved = source.resolve(f"{module}.{written}")
    return written if resolved == f"{module}.{written}" and source.description(resolved) is None else resolved
