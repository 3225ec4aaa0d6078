"""The defaults of optional members, which a variable's type may name.

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.sources.located import Located
from mwaa_doctor.sources.terraform.expressions import Scope, evaluate

_EACH_MEMBER = ("map", "list", "set")
_MAX_DEPTH = 20


def with_defaults(value: Located, type_: Any, scope: Scope, depth: int = 0) -> Located:
    """A value with what its type adds: members that are ``optional``, as their default or as null."""
    name, arguments = _call(type_, scope)
    if depth > _MAX_DEPTH or not arguments:
        return value
    if name == "optional":
        return with_defaults(value, arguments[0], scope, depth + 1)
    if name in _EACH_MEMBER and isinstance(value.value, dict):
        members = {key: with_defaults(item, arguments[0], scope, depth + 1) for key, item in value.value.items()}
        return Located(members, value.place)
    if name in _EACH_MEMBER and isinstance(value.value, list):
        return Located([with_defaults(item, arguments[0], scope, depth + 1) for item in value.value], value.place)
    if name == "object" and isinstance(value.value, dict):
        return Located({**value.value, **_members(value, arguments[0], scope, depth + 1)}, value.place)
    return value


def _members(value: Located, body: Any, scope: Scope, depth: int) -> dict[str, Located]:
    found: dict[str, Located] = {}
    for key, type_ in _entries(body, scope):
        given = value.value.get(key)
        if given is not None and given.value is not None:
            found[key] = with_defaults(given, type_, scope, depth)
            continue
        name, arguments = _call(type_, scope)
        if name != "optional":
            continue
        default = evaluate(arguments[1], scope) if len(arguments) > 1 else Located(None, value.place)
        found[key] = with_defaults(default, arguments[0], scope, depth)
    return found


def _call(type_: Any, scope: Scope) -> tuple[str, list[Any]]:
    """The name of a type such as ``map(string)``, and its arguments; none for ``string``."""
    node = _inner(type_)
    if node.type != "function_call":
        return "", []
    given = (part for part in node.named_children if part.type == "function_arguments")
    arguments = [item for part in given for item in part.named_children if item.type == "expression"]
    return scope.source.text(node.named_children[0]), arguments


def _entries(body: Any, scope: Scope) -> Iterator[tuple[str, Any]]:
    for element in _inner(body).named_children:
        if element.type == "object_elem":
            key, type_ = (child for child in element.named_children if child.type == "expression")
            yield scope.source.text(key).strip('"'), type_


def _inner(node: Any) -> Any:
    while node.type in ("expression", "collection_value") and len(node.named_children) == 1:
        node = node.named_children[0]
    return node
