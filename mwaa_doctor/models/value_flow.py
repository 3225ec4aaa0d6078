"""Where the value of an expression goes: into variables, subscripts, arguments, tests and results."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mwaa_doctor.models.python_file import PythonFile

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SAME_VALUE = frozenset({
    "str", "dict", "repr", "bytes", "json.loads", "json.load", "json.dumps", "ast.literal_eval", "base64.b64decode",
    "base64.b64encode", "base64.standard_b64decode", "base64.decodebytes", "binascii.a2b_base64", "codecs.decode",
})  # fmt: skip
_TRANSPARENT = (ast.Await, ast.FormattedValue, ast.JoinedStr, ast.BinOp, ast.Dict, ast.List, ast.Tuple)
_ENDS: tuple[tuple[str, tuple[type[ast.AST], ...]], ...] = (
    ("unused", (ast.Expr,)),
    ("return", (ast.Return, ast.Yield)),
    ("test", (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.If, ast.While, ast.Assert, ast.IfExp)),
)
_MAX_STEPS = 300


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a value.

    ``kind``: ``attribute`` and ``key`` (``detail`` names it; the value found there is followed as well), ``argument``
    (``detail`` is the canonical name of what is called), ``return``, ``test``, ``unused`` or ``other``.
    """

    kind: str
    node: ast.AST
    detail: str = ""


class ValueFlow:
    """Follows values through one file, within functions; what leaves them is reported as it leaves."""

    def __init__(self, file: PythonFile) -> None:
        self.file = file

    @cached_property
    def _tree(self) -> tuple[dict[int, ast.AST], dict[str, list[ast.Name]]]:
        found: dict[int, ast.AST] = {}
        loads: dict[str, list[ast.Name]] = {}
        todo: list[ast.AST] = [self.file.tree]
        while todo:
            node = todo.pop()
            for child in ast.iter_child_nodes(node):
                found[id(child)] = node
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                    loads.setdefault(child.id, []).append(child)
                todo.append(child)
        return found, loads

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around a node."""
        return self._tree[0].get(id(node))

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around a node, innermost first."""
        current = self.parent(node)
        while current is not None:
            yield current
            current = self.parent(current)

    def function(self, node: ast.AST) -> ast.AST | None:
        """The function or lambda whose body a node stands in; ``None`` at module level."""
        return next((outer for outer in self.around(node) if isinstance(outer, _FUNCTIONS)), None)

    def loops(self, node: ast.AST) -> list[ast.AST]:
        """The loops and comprehensions of the same function that repeat a node, innermost first."""
        found: list[ast.AST] = []
        inner = node
        for outer in self.around(node):
            if isinstance(outer, _FUNCTIONS):
                break
            if isinstance(outer, _LOOPS) and not _runs_once(outer, inner):
                found.append(outer)
            inner = outer
        return found

    def uses(self, node: ast.AST) -> Iterator[Use]:
        """Every use of the value of an expression that can be seen."""
        seen: set[str] = set()
        todo: list[ast.AST] = [node]
        steps = 0
        while todo:
            steps += 1
            if steps > _MAX_STEPS:
                yield Use("other", node)
                return
            current = todo.pop()
            outer = self.parent(current)
            if outer is None:
                yield Use("other", current)
            else:
                yield from self._use(current, outer, todo, seen)

    def _use(self, node: ast.AST, outer: ast.AST, todo: list[ast.AST], seen: set[str]) -> Iterator[Use]:
        if isinstance(outer, ast.Attribute):
            yield Use("attribute", outer, outer.attr)
            todo.append(outer)
        elif isinstance(outer, ast.Subscript) and outer.value is node:
            key = self.file.constant(outer.slice)
            yield Use("key", outer, key) if isinstance(key, str) else Use("other", outer)
            todo.append(outer)
        elif isinstance(outer, (ast.Call, ast.keyword)):
            call = outer if isinstance(outer, ast.Call) else self.parent(outer)
            if isinstance(call, ast.Call):
                yield from self._called(node, call, todo)
            else:
                yield Use("other", outer)
        elif isinstance(outer, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.withitem)):
            yield from self._bound(outer, todo, seen)
        elif isinstance(outer, _TRANSPARENT):
            todo.append(outer)
        else:
            yield Use(next((kind for kind, nodes in _ENDS if isinstance(outer, nodes)), "other"), outer)

    def _bound(self, outer: ast.AST, todo: list[ast.AST], seen: set[str]) -> Iterator[Use]:
        if isinstance(outer, ast.Assign):
            targets = outer.targets
        else:
            target = outer.optional_vars if isinstance(outer, ast.withitem) else outer.target  # type: ignore[attr-defined]
            targets = [] if target is None else [target]
        for target in targets:
            if not isinstance(target, ast.Name):
                yield Use("other", outer)
            elif target.id not in seen:
                seen.add(target.id)
                todo.extend(self._loads_of(target.id, outer))
        if isinstance(outer, ast.NamedExpr):
            todo.append(outer)

    def _called(self, node: ast.AST, call: ast.Call, todo: list[ast.AST]) -> Iterator[Use]:
        if call.func is node:
            if isinstance(node, ast.Attribute) and node.attr in ("get", "pop") and call.args:
                key = self.file.constant(call.args[0])
                yield Use("key", call, key) if isinstance(key, str) else Use("other", call)
            todo.append(call)
            return
        name = self.name_of(call)
        yield Use("argument", call, name)
        if name in _SAME_VALUE:
            todo.append(call)

    @cached_property
    def _calls(self) -> dict[int, str]:
        return {id(call.node): self.file.name(call) for call in self.file.index.calls}

    def name_of(self, call: ast.Call) -> str:
        """The canonical name of what is called; its bare attribute with a leading dot if it has none."""
        name = self._calls.get(id(call), "")
        if not name and isinstance(call.func, ast.Attribute):
            return f".{call.func.attr}"
        return name

    def _loads_of(self, name: str, binding: ast.AST) -> list[ast.AST]:
        home = self.function(binding)
        loads = self._tree[1].get(name, [])
        if home is None:
            return list(loads)
        return [load for load in loads if home in self.around(load)]


def _runs_once(loop: ast.AST, inner: ast.AST) -> bool:
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        return inner is loop.iter or inner in loop.orelse
    if isinstance(loop, ast.While):
        return inner in loop.orelse
    return False
