"""Where Python code reads environment variables by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.models.python_file import SyntaxFault, parse

_ATTRIBUTES = ("environ", "environb")


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """One variable that is read: its name, the 1-based line, and whether code goes on without it."""

    name: str
    line: int
    has_default: bool


def environment_reads(source: bytes) -> Iterator[EnvironmentRead]:
    """The variables read by ``os.environ[...]``, ``os.environ.get`` and ``os.getenv``; none of a file with a fault."""
    if b"environ" not in source and b"getenv" not in source:
        return
    try:
        tree = parse(source)
        if isinstance(tree, SyntaxFault):
            return
        nodes = list(ast.walk(tree))
    except (RecursionError, MemoryError):
        return
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and _is_environ(node.value):
            yield from _named(node.slice, node.lineno, False)
        elif isinstance(node, ast.Call) and node.args and _reads(node.func):
            yield from _named(node.args[0], node.lineno, len(node.args) + len(node.keywords) > 1)


def _is_environ(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES) or (
        isinstance(node, ast.Name) and node.id in _ATTRIBUTES
    )


def _reads(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "getenv" or (node.attr == "get" and _is_environ(node.value))
    return isinstance(node, ast.Name) and node.id == "getenv"


def _named(node: ast.expr, line: int, has_default: bool) -> Iterator[EnvironmentRead]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield EnvironmentRead(node.value, line, has_default)
