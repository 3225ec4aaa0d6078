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


def evaluate(node: ast.AST, names: Names, scope: Scope, block: Block | None = None, depth: int = 0) -> Any:
    """The value of an expression that is constant; raises ``Unknown`` otherwise.

    Follows names that are bound once, also into other modules of the project; knows strings and their formatting,
    numbers, containers and ``timedelta``.
    """
    if depth > _MAX_DEPTH:
        raise _unknown(node)

    def again(part: ast.AST) -> Any:
        return evaluate(part, names, scope, block, depth + 1)

    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return _name(node, names, scope, block, depth)
    if isinstance(node, ast.JoinedStr):
        return _f_string(node, again)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        if any(isinstance(item, ast.Starred) for item in node.elts):
            raise _unknown(node)
        items = [again(item) for item in node.elts]
        return tuple(items) if isinstance(node, ast.Tuple) else items
    if isinstance(node, ast.Dict):
        return _dict(node, again)
    if isinstance(node, ast.BinOp):
        return _operation(node, again)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = again(node.operand)
        if isinstance(value, (int, float, datetime.timedelta)):
            return -value
    if isinstance(node, ast.Subscript):
        return _subscript(node, again)
    if isinstance(node, ast.Call):
        return _call(node, names, scope, again)
    if isinstance(node, ast.Attribute):
        return _attribute(node, names, scope, depth)
    raise _unknown(node)


def _name(node: ast.Name, names: Names, scope: Scope, block: Block | None, depth: int) -> Any:
    found = names.lookup(node.id, scope, node.lineno, block)
    if found is None or not found.certain:
        raise _unknown(node, "is set in more than one place" if found else "is not a constant of this file")
    if found.binding.kind == "assign" and found.binding.value is not None:
        return evaluate(found.binding.value, names, found.scope, found.binding.block, depth + 1)
    if found.binding.kind == "import":
        return _imported(node, names.absolute(found.binding.target), names, depth)
    raise _unknown(node)


def _attribute(node: ast.Attribute, names: Names, scope: Scope, depth: int) -> Any:
    dotted = names.qualified(node, scope)
    if dotted is None or "()" in dotted:
        raise _unknown(node)
    return _imported(node, dotted, names, depth)


def _imported(node: ast.AST, dotted: str, names: Names, depth: int) -> Any:
    found = names.exported(names.through_exports(dotted))
    if found is None or found[0].value is None or found[1]:
        raise _unknown(node, "comes from another module")
    value, home = found[0].value, found[0].home
    if home is None:
        raise _unknown(node, "comes from another module")
    return evaluate(value, home, home.index.scope, None, depth + 1)


def _f_string(node: ast.JoinedStr, again: Any) -> str:
    parts: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        if not isinstance(part, ast.FormattedValue) or part.format_spec is not None or part.conversion not in (-1, 115):
            raise _unknown(node)
        value = again(part.value)
        if not isinstance(value, (str, int, float, bool)):
            raise _unknown(node)
        parts.append(str(value))
    return "".join(parts)


def _dict(node: ast.Dict, again: Any) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            merged = again(value)
            if not isinstance(merged, dict):
                raise _unknown(node)
            result.update(merged)
            continue
        name = again(key)
        try:
            result[name] = again(value)
        except TypeError:
            raise _unknown(node) from None
    return result


def _operation(node: ast.BinOp, again: Any) -> Any:
    left, right = again(node.left), again(node.right)
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


def _subscript(node: ast.Subscript, again: Any) -> Any:
    container, key = again(node.value), again(node.slice)
    try:
        return container[key]
    except (KeyError, IndexError, TypeError):
        raise _unknown(node) from None


def _call(node: ast.Call, names: Names, scope: Scope, again: Any) -> Any:
    called = names.qualified(node.func, scope)
    if called in _TIMEDELTA:
        fields = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
        arguments = dict(zip(fields, (again(item) for item in node.args), strict=False))
        for keyword in node.keywords:
            if keyword.arg is None:
                raise _unknown(node)
            arguments[keyword.arg] = again(keyword.value)
        try:
            return datetime.timedelta(**arguments)
        except (TypeError, OverflowError, ValueError):
            raise _unknown(node) from None
    if called == "dict" and not node.args and all(keyword.arg for keyword in node.keywords):
        return {keyword.arg: again(keyword.value) for keyword in node.keywords}
    if called == "str" and len(node.args) == 1 and not node.keywords:
        value = again(node.args[0])
        if isinstance(value, (str, int)):
            return str(value)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("lower", "upper", "strip", "format", "replace"):
        return _text_method(node, again)
    raise _unknown(node)


def _text_method(node: ast.Call, again: Any) -> str:
    assert isinstance(node.func, ast.Attribute)
    text = again(node.func.value)
    arguments = [again(item) for item in node.args]
    keywords = {keyword.arg: again(keyword.value) for keyword in node.keywords if keyword.arg}
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
