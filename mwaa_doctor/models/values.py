"""Constants, as far as source code alone decides them; everything else is unknown with a reason."""

from __future__ import annotations

import ast
import datetime
from typing import Any

from mwaa_doctor.models.names import Names
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.unknown import Unknown

_MAX_DEPTH = 30
_MAX_TEXT = 100_000
_TIMEDELTA = frozenset({"datetime.timedelta", "pendulum.duration"})


def _unknown(node: ast.AST, why: str = "is computed") -> Unknown:
    try:
        text = ast.unparse(node)
    except (RecursionError, ValueError):
        text = "an expression"
    if len(text) > 60:
        text = text[:57] + "..."
    return Unknown(f"`{text}` {why}")


class _Place:
    """Where an expression stands: the names in force there, and how deep the evaluation already is."""

    __slots__ = ("block", "depth", "names", "scope")

    def __init__(self, names: Names, scope: Scope, block: Block | None, depth: int) -> None:
        self.names, self.scope, self.block, self.depth = names, scope, block, depth

    def value(self, node: ast.AST) -> Any:
        """The value of a part of the expression."""
        return evaluate(node, self.names, self.scope, self.block, self.depth + 1)


def evaluate(node: ast.AST, names: Names, scope: Scope, block: Block | None = None, depth: int = 0) -> Any:
    """The value of an expression that is constant; raises ``Unknown`` otherwise.

    Follows names that are bound once, also into other modules of the project; knows strings and their formatting,
    numbers, containers and ``timedelta``.
    """
    if isinstance(node, ast.Constant):
        return node.value
    read = _READERS.get(node.__class__)
    if read is None or depth > _MAX_DEPTH:
        raise _unknown(node)
    return read(node, _Place(names, scope, block, depth))


def _sequence(node: ast.List | ast.Tuple | ast.Set, at: _Place) -> Any:
    if any(isinstance(item, ast.Starred) for item in node.elts):
        raise _unknown(node)
    items = [at.value(item) for item in node.elts]
    return tuple(items) if isinstance(node, ast.Tuple) else items


def _negative(node: ast.UnaryOp, at: _Place) -> Any:
    value = at.value(node.operand)
    if isinstance(node.op, ast.USub) and isinstance(value, (int, float, datetime.timedelta)):
        return -value
    if isinstance(node.op, ast.Not):
        return not value
    raise _unknown(node)


def _name(node: ast.Name, at: _Place) -> Any:
    names = at.names
    found = names.lookup(node.id, at.scope, node.lineno, at.block)
    if found is None or not found.certain:
        raise _unknown(node, "is set in more than one place" if found else "is not a constant of this file")
    if found.binding.kind == "assign" and found.binding.value is not None:
        return evaluate(found.binding.value, names, found.scope, found.binding.block, at.depth + 1)
    if found.binding.kind == "import":
        return _imported(node, names.absolute(found.binding.target), at)
    raise _unknown(node)


def _attribute(node: ast.Attribute, at: _Place) -> Any:
    dotted = at.names.qualified(node, at.scope)
    if dotted is None or "()" in dotted:
        raise _unknown(node)
    return _imported(node, dotted, at)


def _imported(node: ast.AST, dotted: str, at: _Place) -> Any:
    found = at.names.exported(at.names.through_exports(dotted))
    if found is None or found[0].value is None or found[1]:
        raise _unknown(node, "comes from another module")
    value, home = found[0].value, found[0].home
    if home is None:
        raise _unknown(node, "comes from another module")
    return evaluate(value, home, home.index.scope, None, at.depth + 1)


def _f_string(node: ast.JoinedStr, at: _Place) -> str:
    parts: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        if not isinstance(part, ast.FormattedValue) or part.format_spec is not None or part.conversion not in (-1, 115):
            raise _unknown(node)
        value = at.value(part.value)
        if not isinstance(value, (str, int, float, bool)):
            raise _unknown(node)
        parts.append(str(value))
    return "".join(parts)


def _dict(node: ast.Dict, at: _Place) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            merged = at.value(value)
            if not isinstance(merged, dict):
                raise _unknown(node)
            result.update(merged)
            continue
        name = at.value(key)
        try:
            result[name] = at.value(value)
        except TypeError:
            raise _unknown(node) from None
    return result


def _operation(node: ast.BinOp, at: _Place) -> Any:
    left, right = at.value(node.left), at.value(node.right)
    try:
        if isinstance(node.op, ast.Add):
            result = left + right
        elif isinstance(node.op, ast.Sub):
            result = left - right
        elif isinstance(node.op, ast.Mult) and not _is_huge(left, right):
            result = left * right
        elif isinstance(node.op, ast.Div):
            result = left / right
        elif isinstance(node.op, ast.FloorDiv):
            result = left // right
        elif isinstance(node.op, ast.Mod) and isinstance(left, str) and "*" not in left and not _has_width(left):
            result = left % right
        else:
            raise _unknown(node)
    except (TypeError, ValueError, ArithmeticError):
        raise _unknown(node) from None
    if isinstance(result, (str, list, tuple)) and len(result) > _MAX_TEXT:
        raise _unknown(node, "is too long")
    return result


def _has_width(template: str) -> bool:
    return any(template[i] == "%" and template[i + 1 : i + 2].isdigit() for i in range(len(template)))


def _is_huge(left: Any, right: Any) -> bool:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, (str, list, tuple)) and isinstance(other, int) and len(one) * other > _MAX_TEXT:
            return True
    return all(isinstance(side, int) and side.bit_length() > 256 for side in (left, right))


def _subscript(node: ast.Subscript, at: _Place) -> Any:
    container, key = at.value(node.value), at.value(node.slice)
    try:
        return container[key]
    except (KeyError, IndexError, TypeError):
        raise _unknown(node) from None


def _call(node: ast.Call, at: _Place) -> Any:
    called = at.names.qualified(node.func, at.scope)
    if called in _TIMEDELTA:
        fields = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
        arguments = dict(zip(fields, (at.value(item) for item in node.args), strict=False))
        for keyword in node.keywords:
            if keyword.arg is None:
                raise _unknown(node)
            arguments[keyword.arg] = at.value(keyword.value)
        try:
            return datetime.timedelta(**arguments)
        except (TypeError, OverflowError, ValueError):
            raise _unknown(node) from None
    if called == "dict" and not node.args and all(keyword.arg for keyword in node.keywords):
        return {keyword.arg: at.value(keyword.value) for keyword in node.keywords}
    if called == "str" and len(node.args) == 1 and not node.keywords:
        value = at.value(node.args[0])
        if isinstance(value, (str, int)):
            return str(value)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("lower", "upper", "strip", "format", "replace"):
        return _text_method(node, at)
    raise _unknown(node)


def _text_method(node: ast.Call, at: _Place) -> str:
    assert isinstance(node.func, ast.Attribute)
    text = at.value(node.func.value)
    arguments = [at.value(item) for item in node.args]
    keywords = {keyword.arg: at.value(keyword.value) for keyword in node.keywords if keyword.arg}
    plain = (str, int)
    if (
        not isinstance(text, str)
        or len(keywords) != len(node.keywords)
        or not all(isinstance(value, plain) for value in [*arguments, *keywords.values()])
        or (node.func.attr == "format" and any(mark in text for mark in (":", ".", "[", "!")))
    ):
        raise _unknown(node)
    try:
        result: str = getattr(text, node.func.attr)(*arguments, **keywords)
    except (TypeError, ValueError, IndexError, KeyError):
        raise _unknown(node) from None
    if len(result) > _MAX_TEXT:
        raise _unknown(node, "is too long")
    return result


_READERS: dict[type, Any] = {
    ast.Name: _name,
    ast.JoinedStr: _f_string,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.BinOp: _operation,
    ast.UnaryOp: _negative,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Attribute: _attribute,
}
