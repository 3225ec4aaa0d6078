"""What the Jinja parts of a text use and show; read as Python expressions, which Jinja's nearly are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PART = re.compile(
    r"\{#(?:(?!#\}|\{#).)*#\}|\{\{[-+]?(?P<shown>(?:(?!\}\}|\{\{).)*)\}\}"
    r"|\{%[-+]?\s*(?P<tag>\w+)(?P<rest>(?:(?!%\}|\{%).)*)%\}",
    re.DOTALL,
)
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}(?:(?!\{%[-+]?\s*raw).)*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_LOOP = re.compile(r"\s*([\w\s,()]+?)\s+in\s+(.+)", re.DOTALL)
_SET = re.compile(r"\s*(\w+)\s*=(?!=)\s*(.+)", re.DOTALL)
_MAX_TEXT = 50_000


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """An expression of a template: ``shown`` in the output, or only tested or looped over; ``line`` counts from 0."""

    node: ast.expr
    shown: bool
    line: int
    sets: tuple[str, ...] = ()


def template_parts(text: str) -> list[TemplatePart]:
    """The expressions in a text's Jinja, in order; those that cannot be read are left out."""
    found: list[TemplatePart] = []
    if "{{" not in text and "{%" not in text:
        return found
    text = _RAW.sub(lambda match: "\n" * match.group().count("\n"), text[:_MAX_TEXT])
    for match in _PART.finditer(text):
        line = text.count("\n", 0, match.start())
        if match["shown"] is not None:
            _add(found, match["shown"], line, shown=True)
            continue
        tag, rest = match["tag"], match["rest"] or ""
        if tag in ("if", "elif"):
            _add(found, rest, line, shown=False)
        elif tag in ("for", "set"):
            given = (_LOOP if tag == "for" else _SET).match(rest)
            if given:
                names = tuple(re.findall(r"\w+", given[1]))
                _add(found, given[2], line, shown=False, sets=names)
    return found


def _add(found: list[TemplatePart], source: str, line: int, *, shown: bool, sets: tuple[str, ...] = ()) -> None:
    source = " ".join(source.strip("-+ \n\t").replace("~", "+").split())
    for attempt in (source, f"{source} else ''"):
        try:
            node = ast.parse(attempt, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        found.append(TemplatePart(node, shown, line, sets))
        return


def path_of(node: ast.AST) -> tuple[str, ...]:
    """The path of an expression: ``dag_run.conf['x']`` and ``dag_run.conf.get('x')`` give ``dag_run, conf, x``."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            parts.append(str(node.slice.value) if isinstance(node.slice, ast.Constant) else "*")
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            first = node.args[0] if node.args else None
            is_get = node.func.attr == "get" and isinstance(first, ast.Constant)
            parts.append(str(first.value) if is_get and isinstance(first, ast.Constant) else node.func.attr + "()")
            node = node.func.value
        elif isinstance(node, ast.Name):
            return (node.id, *reversed(parts))
        else:
            return ()


def shown_paths(text: str, harmless_filters: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The paths whose values get into the output other than through one of these filters.

    Names that the template itself sets stand for what they were set to.
    """
    known: dict[str, list[tuple[str, ...]]] = {}
    for part in template_parts(text):
        paths = [path for node in _values(part.node, harmless_filters) if (path := path_of(node))]
        paths = [inner for path in paths for inner in known.get(path[0], [path])]
        for name in part.sets:
            known[name] = paths
        if part.shown:
            yield from paths


def _values(node: ast.expr, harmless: frozenset[str], depth: int = 0) -> Iterator[ast.expr]:
    """The parts of an expression that end up in its value."""
    if depth > 50:
        return
    parts: list[ast.expr] = []
    if isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        name = node.right.func if isinstance(node.right, ast.Call) else node.right
        if isinstance(name, ast.Name) and name.id in harmless:
            return
        parts = [node.left, *(node.right.args if isinstance(node.right, ast.Call) else ())]
    elif isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.BoolOp):
        parts = node.values
    elif isinstance(node, ast.Call):
        yield node
        parts = node.args
    elif isinstance(node, (ast.List, ast.Tuple)):
        parts = node.elts
    elif isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        yield node
    for part in parts:
        yield from _values(part, harmless, depth + 1)


def used_names(text: str) -> Iterator[tuple[str, int]]:
    """The names of the context that a template uses, each with its line from 0; names set by itself are left out."""
    own: set[str] = set()
    for part in template_parts(text):
        own.update(part.sets)
        for node in ast.walk(part.node):
            if isinstance(node, ast.Name) and node.id not in own:
                yield node.id, part.line
