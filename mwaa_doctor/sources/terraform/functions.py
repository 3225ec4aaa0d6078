"""Terraform's functions, as far as configurations of environments use them; they never touch anything outside.

Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Encoded, Located, decoded, locate
from mwaa_doctor.unknown import Unknown

_MAX_ITEMS = 10_000


class NotComputed(Exception):  # noqa: N818 - it is an answer, not an error
    """Raised for arguments that a function cannot work on."""


class Absent(NotComputed):
    """Raised where Terraform itself would fail: nothing is there, whatever the unknown values are."""


def call(name: str, arguments: list[Located], place: Place) -> Located:
    """The value of a call; ``Unknown`` for functions and arguments that cannot be evaluated here."""
    function = _FUNCTIONS.get(name)
    if function is None:
        return Located(Unknown(f"the value of `{name}(...)` is not computed"), place)
    try:
        found = function(arguments, place)
    except (NotComputed, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError) as problem:
        why = str(problem) if isinstance(problem, NotComputed) and str(problem) else f"`{name}(...)` is not computed"
        return Located(Unknown(why), place)
    return found if isinstance(found, Located) else Located(found, place)


def _list(value: Located) -> list[Located]:
    if isinstance(value.value, (Unknown, TemplateText)):
        raise NotComputed(value.value.reason)
    if not isinstance(value.value, list):
        raise NotComputed
    return value.value


def _map(value: Located) -> dict[str, Located]:
    if isinstance(value.value, (Unknown, TemplateText)):
        raise NotComputed(value.value.reason)
    if not isinstance(value.value, dict):
        raise NotComputed
    return value.value


def scalar_text(value: Any) -> str | TemplateText:
    """A scalar as interpolation writes it; raises ``NotComputed`` for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, TemplateText)):
        return value
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, Encoded):
        return scalar_text(value.text)
    raise NotComputed(value.reason if isinstance(value, Unknown) else "")


def _plain_text(value: Located) -> str:
    found = scalar_text(value.value)
    if isinstance(found, TemplateText):
        raise NotComputed(found.reason)
    return found


def _number(value: Located) -> int:
    return int(_plain_text(value))


def _concat(arguments: list[Located], _: Place) -> Any:
    return [member for argument in arguments for member in _list(argument)]


def _merge(arguments: list[Located], _: Place) -> Any:
    merged: dict[str, Located] = {}
    for argument in arguments:
        if argument.value is not None:
            merged.update(_map(argument))
    return merged


def _join(arguments: list[Located], _: Place) -> Any:
    between, members = _plain_text(arguments[0]), [item for argument in arguments[1:] for item in _list(argument)]
    pieces: list[str | Hole | TemplateText] = []
    for position, member in enumerate(members):
        pieces.extend([between] if position else [])
        pieces.append(scalar_text(member.value))
    return join_texts(pieces)


def _format(arguments: list[Located], _: Place) -> Any:
    template, values = _plain_text(arguments[0]), list(arguments[1:])
    pieces: list[str | Hole | TemplateText] = []
    while "%" in template:
        before, _percent, rest = template.partition("%")
        pieces.append(before)
        if rest[:1] == "%":
            pieces.append("%")
        elif rest[:1] in ("s", "d", "v"):
            pieces.append(scalar_text(values.pop(0).value))
        else:
            raise NotComputed
        template = rest[1:]
    return join_texts([*pieces, template])


def _flatten(arguments: list[Located], _: Place) -> Any:
    found: list[Located] = []
    todo = [arguments[0]]
    while todo:
        item = todo.pop(0)
        if isinstance(item.value, list):
            todo[:0] = item.value
        else:
            found.append(item)
        if len(found) + len(todo) > _MAX_ITEMS:
            raise NotComputed
    return found


def _coalesce(arguments: list[Located], _: Place) -> Any:
    for argument in arguments:
        if isinstance(argument.value, Unknown):
            raise NotComputed(argument.value.reason)
        if argument.value not in (None, ""):
            return argument
    raise NotComputed


def _lookup(arguments: list[Located], _: Place) -> Any:
    entries, name = _map(arguments[0]), _plain_text(arguments[1])
    return entries[name] if name in entries else arguments[2]


def _element(arguments: list[Located], _: Place) -> Any:
    members = _list(arguments[0])
    return members[_number(arguments[1]) % len(members)]


def _slice(arguments: list[Located], _: Place) -> Any:
    members, start, end = _list(arguments[0]), _number(arguments[1]), _number(arguments[2])
    if not 0 <= start <= end <= len(members):
        raise NotComputed
    return members[start:end]


def _distinct(arguments: list[Located], _: Place) -> Any:
    found: list[Located] = []
    for member in _list(arguments[0]):
        if isinstance(member.value, Unknown):
            raise NotComputed(member.value.reason)
        if all(member.plain() != other.plain() for other in found):
            found.append(member)
    return found


def _compact(arguments: list[Located], _: Place) -> Any:
    return [member for member in _list(arguments[0]) if member.value not in (None, "")]


def _one(arguments: list[Located], place: Place) -> Any:
    members = _list(arguments[0])
    if len(members) > 1:
        raise NotComputed
    return members[0] if members else Located(None, place)


def _length(arguments: list[Located], _: Place) -> Any:
    value = arguments[0].value
    if isinstance(value, (list, dict, str)):
        return len(value)
    raise NotComputed(getattr(value, "reason", ""))


def _contains(arguments: list[Located], _: Place) -> Any:
    members = [member.plain() for member in _list(arguments[0])]
    if any(isinstance(member, (Unknown, TemplateText)) for member in [*members, arguments[1].plain()]):
        raise NotComputed
    return arguments[1].plain() in members


def _cidrsubnet(arguments: list[Located], _: Place) -> Any:
    network = ipaddress.ip_network(_plain_text(arguments[0]), strict=False)
    bits, number = _number(arguments[1]), _number(arguments[2])
    length = network.prefixlen + bits
    if not (0 <= bits <= 32 and 0 <= number < 2**bits and length <= network.max_prefixlen):
        raise NotComputed
    address = int(network.network_address) + (number << (network.max_prefixlen - length))
    return f"{type(network.network_address)(address)}/{length}"


def _jsondecode(arguments: list[Located], place: Place) -> Any:
    return decoded(Located(arguments[0].value, place))


def _yamldecode(arguments: list[Located], place: Place) -> Any:
    from mwaa_doctor.sources.document import DocumentError
    from mwaa_doctor.sources.yaml_document import read_yaml

    try:
        return locate(read_yaml(_plain_text(arguments[0])).value, place)
    except DocumentError as problem:
        raise NotComputed(f"a document in YAML cannot be read: {problem}") from None


def _split(arguments: list[Located], place: Place) -> Any:
    return locate(_plain_text(arguments[1]).split(_plain_text(arguments[0])), place)


def _text_function(change: Callable[..., str]) -> Callable[[list[Located], Place], Any]:
    return lambda arguments, _: change(*(_plain_text(argument) for argument in arguments))


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise NotComputed
    return text.replace(old, new)


def _tonumber(arguments: list[Located], _: Place) -> Any:
    text = _plain_text(arguments[0])
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _same(arguments: list[Located], _: Place) -> Any:
    return arguments[0]


_FUNCTIONS: dict[str, Callable[[list[Located], Place], Any]] = {
    "concat": _concat,
    "merge": _merge,
    "join": _join,
    "format": _format,
    "flatten": _flatten,
    "coalesce": _coalesce,
    "lookup": _lookup,
    "element": _element,
    "slice": _slice,
    "distinct": _distinct,
    "compact": _compact,
    "one": _one,
    "length": _length,
    "contains": _contains,
    "cidrsubnet": _cidrsubnet,
    "jsonencode": lambda arguments, _: Encoded(arguments[0]),
    "jsondecode": _jsondecode,
    "yamldecode": _yamldecode,
    "split": _split,
    "lower": _text_function(str.lower),
    "upper": _text_function(str.upper),
    "trimspace": _text_function(str.strip),
    "trimprefix": _text_function(str.removeprefix),
    "trimsuffix": _text_function(str.removesuffix),
    "replace": _text_function(_replace),
    "tostring": lambda arguments, _: scalar_text(arguments[0].value),
    "tonumber": _tonumber,
    "tolist": lambda arguments, _: list(_list(arguments[0])),
    "toset": _distinct,
    "tomap": lambda arguments, _: dict(_map(arguments[0])),
    "tobool": _same,
    "sensitive": _same,
    "nonsensitive": _same,
    "keys": lambda arguments, place: locate(sorted(_map(arguments[0])), place),
    "values": lambda arguments, _: [entry for _, entry in sorted(_map(arguments[0]).items())],
    "reverse": lambda arguments, _: _list(arguments[0])[::-1],
}
