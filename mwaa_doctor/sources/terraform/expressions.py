"""Evaluates Terraform's expressions without running anything: literals, references, templates, ``for``, calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, unknown
from mwaa_doctor.sources.terraform import functions
from mwaa_doctor.sources.terraform.operations import changed, combined, member_of, members_of, truth
from mwaa_doctor.sources.terraform.syntax import MAX_DEPTH, Source
from mwaa_doctor.sources.terraform.texts import dedented, unescaped
from mwaa_doctor.unknown import Unknown

_MAX_ITEMS = 2_000
ROOTS_OF_VALUES = ("each", "count", "self", "path", "terraform")


class Resolver(Protocol):
    """Knows what ``var.x``, ``local.x``, ``module.x.y``, ``data.t.n`` and ``type.name`` stand for."""

    def resolve(self, path: tuple[str | int, ...], place: Place) -> tuple[Located, int]:
        """The value of the longest beginning of a reference that it knows, and how many steps that took."""
        ...

    def text_of(self, path: str, place: Place) -> Located:
        """The text of a file of the project."""
        ...


@dataclass(frozen=True)
class Scope:
    """What names mean at an expression: the file, the module, and the variables of ``for``, ``each`` and ``count``."""

    source: Source
    module: Resolver
    names: dict[str, Located]
    depth: int = 0

    def with_names(self, names: dict[str, Located]) -> Scope:
        """The same with more names."""
        return replace(self, names={**self.names, **names}, depth=self.depth + 1)

    def deeper(self) -> Scope:
        """The same, one level further down."""
        return replace(self, depth=self.depth + 1)


def evaluate(node: Any, scope: Scope) -> Located:
    """The value of an expression; what cannot be told is ``Unknown`` with the reason, or a text with holes."""
    place = scope.source.place(node)
    try:
        return _evaluate(node, scope, place)
    except functions.NotComputed as problem:
        return unknown(str(problem) or f"`{_short(node, scope)}` is not computed", place)


def _evaluate(node: Any, scope: Scope, place: Place) -> Located:
    if scope.depth > MAX_DEPTH:
        raise functions.NotComputed("the expression is nested too deeply")
    scope, kind = scope.deeper(), node.type
    if kind in ("expression", "literal_value", "template_expr", "collection_value", "for_expr", "operation"):
        children = [child for child in node.children if child.type not in ("(", ")", "comment")]
        return _sequence(children, scope, place)
    reader = _READERS.get(kind)
    if reader is None:
        return unknown(f"`{_short(node, scope)}` is not computed", place)
    return reader(node, scope, place)


def _sequence(children: list[Any], scope: Scope, place: Place) -> Located:
    """The value of an operand: a node, and the attributes and positions asked of it behind it."""
    if not children:
        return unknown("the expression is empty", place)
    if len(children) > 1 or children[0].type == "variable_expr":
        return _with_traversal(children, scope, place)
    return _evaluate(children[0], scope, place)


def _short(node: Any, scope: Scope) -> str:
    text = " ".join(scope.source.text(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


# -- literals and templates --------------------------------------------------------------------------------------------


def _number(node: Any, scope: Scope, place: Place) -> Located:
    text = scope.source.text(node)
    try:
        return Located(float(text) if any(char in text for char in ".eE") else int(text), place)
    except ValueError:
        return unknown(f"`{text[:40]}` is no number", place)


def _string(node: Any, scope: Scope, place: Place) -> Located:
    pieces: list[str | Hole | TemplateText] = []
    children = node.named_children
    for child in children:
        if child.type == "template_literal":
            pieces.append(unescaped(scope.source.text(child)))
        elif child.type == "template_interpolation":
            inner = [item for item in child.named_children if item.type == "expression"]
            if len(inner) == 1 and len([c for c in children if c.type.startswith("template_")]) == 1:
                return evaluate(inner[0], scope)
            pieces.append(_piece(inner[0], scope) if inner else "")
        elif child.type == "template_directive":
            return unknown("texts with %{ } directives are not computed", place)
    return Located(join_texts(pieces), place)


def _piece(node: Any, scope: Scope) -> str | TemplateText:
    value = evaluate(node, scope)
    try:
        return functions.scalar_text(value.value)
    except functions.NotComputed as problem:
        return TemplateText((Hole(_short(node, scope), str(problem)),))


def _heredoc(node: Any, scope: Scope, place: Place) -> Located:
    first = node.start_point[0]
    raw = scope.source.data[node.start_byte : node.end_byte].decode("utf-8", errors="replace")
    head, _, rest = raw.partition("\n")
    lines = rest.split("\n")[:-1]
    indent = 0
    if head.startswith("<<-"):
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    pieces: list[str | Hole | TemplateText] = []
    if any(child.type == "template_directive" for child in node.named_children):
        return unknown("texts with %{ } directives are not computed", place)
    spots = [child for child in node.named_children if child.type == "template_interpolation"]
    start = len(head.encode()) + 1
    data = raw.encode()
    end = start + len("\n".join(lines).encode()) + 1 if lines else start
    position = start
    for spot in spots:
        begin, finish = spot.start_byte - node.start_byte, spot.end_byte - node.start_byte
        pieces.append(dedented(data[position:begin].decode("utf-8", "replace"), indent, at_start=position == start))
        inner = [item for item in spot.named_children if item.type == "expression"]
        pieces.append(_piece(inner[0], scope) if inner else "")
        position = finish
    pieces.append(dedented(data[position:end].decode("utf-8", "replace"), indent, at_start=position == start))
    text = join_texts(pieces)
    return Located(text, replace(place, line=first + 1))


# -- collections -------------------------------------------------------------------------------------------------------


def _tuple(node: Any, scope: Scope, place: Place) -> Located:
    return Located([evaluate(child, scope) for child in node.named_children if child.type == "expression"], place)


def _object(node: Any, scope: Scope, place: Place) -> Located:
    entries: dict[str, Located] = {}
    for element in node.named_children:
        if element.type != "object_elem":
            continue
        key, value = (child for child in element.named_children if child.type == "expression")
        name = _key(key, scope)
        entries[name] = evaluate(value, scope)
    return Located(entries, place)


def _key(node: Any, scope: Scope) -> str:
    first = node.named_children[0] if len(node.named_children) == 1 else None
    if first is not None and first.type == "variable_expr":
        return scope.source.text(first)
    found = functions.scalar_text(evaluate(node, scope).value)
    if isinstance(found, TemplateText):
        raise functions.NotComputed(found.reason)
    return found


def _for(node: Any, scope: Scope, place: Place) -> Located:
    intro = next(child for child in node.named_children if child.type == "for_intro")
    names = [scope.source.text(child) for child in intro.named_children if child.type == "identifier"]
    collection = evaluate(next(child for child in intro.named_children if child.type == "expression"), scope)
    bodies = [child for child in node.named_children if child.type == "expression"]
    condition = next((child for child in node.named_children if child.type == "for_cond"), None)
    grouped = any(child.type == "ellipsis" for child in node.named_children)
    members = members_of(collection)
    if grouped or len(members) > _MAX_ITEMS:
        raise functions.NotComputed
    listed: list[Located] = []
    mapped: dict[str, Located] = {}
    for key, member in members:
        bound = {names[-1]: member, **({names[0]: Located(key, member.place)} if len(names) > 1 else {})}
        inner = scope.with_names(bound)
        if condition is not None and not truth(evaluate(condition.named_children[0], inner)):
            continue
        if node.type == "for_object_expr":
            name = functions.scalar_text(evaluate(bodies[0], inner).value)
            if isinstance(name, TemplateText):
                raise functions.NotComputed(name.reason)
            mapped[name] = evaluate(bodies[1], inner)
        else:
            listed.append(evaluate(bodies[0], inner))
    return Located(mapped if node.type == "for_object_expr" else listed, place)


# -- operations --------------------------------------------------------------------------------------------------------


def _conditional(node: Any, scope: Scope, place: Place) -> Located:
    test, yes, no = (child for child in node.named_children if child.type != "comment")
    condition = evaluate(test, scope)
    if isinstance(condition.value, bool) or condition.value in ("true", "false"):
        return evaluate(yes if truth(condition) else no, scope)
    one, other = evaluate(yes, scope), evaluate(no, scope)
    if one.plain() == other.plain() and not isinstance(one.value, Unknown):
        return one
    reason = getattr(condition.value, "reason", "")
    return unknown(f"`{_short(test, scope)}` is not known{f': {reason}' if reason else ''}", place)


def _binary(node: Any, scope: Scope, place: Place) -> Located:
    children = [child for child in node.children if child.type not in ("(", ")", "comment")]
    at = next(position for position, child in enumerate(children) if not child.is_named)
    sign = children[at].type
    one, other = (_operand(part, scope, place).plain() for part in (children[:at], children[at + 1 :]))
    return combined(sign, one, other, place)


def _operand(children: list[Any], scope: Scope, place: Place) -> Located:
    try:
        return _sequence(children, scope, place)
    except functions.NotComputed as problem:
        return unknown(str(problem) or "an operand is not computed", place)


def _unary(node: Any, scope: Scope, place: Place) -> Located:
    sign = node.children[0].type
    value = _operand(node.children[1:], scope, place)
    return changed(sign, value, place)


def _call(node: Any, scope: Scope, place: Place) -> Located:
    name = scope.source.text(node.named_children[0])
    if name == "try":
        return _try(node, scope)
    arguments: list[Located] = []
    for child in node.named_children[1:]:
        if child.type != "function_arguments":
            continue
        given = [evaluate(item, scope) for item in child.named_children if item.type == "expression"]
        if any(item.type == "ellipsis" for item in child.named_children) and given:
            last = given.pop()
            if not isinstance(last.value, list):
                raise functions.NotComputed(getattr(last.value, "reason", ""))
            given.extend(last.value)
        arguments.extend(given)
    if name == "file" and len(arguments) == 1 and isinstance(arguments[0].value, str):
        return scope.module.text_of(arguments[0].value, place)
    return functions.call(name, arguments, place)


def _try(node: Any, scope: Scope) -> Located:
    """The first argument that Terraform can evaluate; one that is merely not known here may be it."""
    given = [item for child in node.named_children[1:] for item in child.named_children if item.type == "expression"]
    for item in given:
        try:
            return _evaluate(item, scope, scope.source.place(item))
        except functions.Absent:
            continue
    raise functions.NotComputed


# -- references --------------------------------------------------------------------------------------------------------


def _variable(node: Any, scope: Scope, place: Place) -> Located:
    return _with_traversal([node], scope, place)


def _with_traversal(children: list[Any], scope: Scope, place: Place) -> Located:
    first, steps = children[0], children[1:]
    if first.type != "variable_expr":
        return _walk(_evaluate(first, scope, scope.source.place(first)), steps, scope, place)
    name = scope.source.text(first)
    if name in scope.names:
        return _walk(scope.names[name], steps, scope, place)
    path: list[str | int] = [name]
    for step in steps:
        found = _static_step(step, scope)
        if found is None:
            break
        path.append(found)
    value, taken = scope.module.resolve(tuple(path), place)
    return _walk(value, steps[taken - 1 :], scope, place)


def _static_step(step: Any, scope: Scope) -> str | int | None:
    if step.type == "get_attr":
        return scope.source.text(step.named_children[0])
    if step.type == "index":
        inner = [child for child in step.named_children[0].named_children if child.type == "expression"]
        if not inner:
            text = scope.source.text(step.named_children[0]).lstrip(".")
            return int(text) if text.isdigit() else None
        value = evaluate(inner[0], scope).value
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return value
    return None


def _walk(value: Located, steps: list[Any], scope: Scope, place: Place) -> Located:
    for position, step in enumerate(steps):
        if step.type == "splat":
            splat = step.named_children[0]
            inner = [*splat.named_children, *steps[position + 1 :]]
            if value.value is None:
                return Located([], place)
            if isinstance(value.value, (Unknown, TemplateText)):
                return unknown(value.value.reason, place)
            members = value.members if isinstance(value.value, list) else [value]
            return Located([_walk(member, inner, scope, place) for member in members], place)
        value = member_of(value, _static_step(step, scope), place)
    return value


_READERS: dict[str, Callable[[Any, Scope, Place], Located]] = {
    "numeric_lit": _number,
    "bool_lit": lambda node, scope, place: Located(scope.source.text(node) == "true", place),
    "null_lit": lambda _node, _scope, place: Located(None, place),
    "string_lit": _string,
    "quoted_template": _string,
    "heredoc_template": _heredoc,
    "tuple": _tuple,
    "object": _object,
    "for_tuple_expr": _for,
    "for_object_expr": _for,
    "conditional": _conditional,
    "binary_operation": _binary,
    "unary_operation": _unary,
    "function_call": _call,
    "variable_expr": _variable,
}
