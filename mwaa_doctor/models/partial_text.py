"""Texts of which only a part is known: f-strings, concatenations and formats, with gaps where values come in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mwaa_doctor.models.scopes import Block, Scope

if TYPE_CHECKING:
    from mwaa_doctor.models.python_file import PythonFile

GAP = "\ufffc"
_MAX_DEPTH = 30
_MAX_PARTS = 200
_SAME_TEXT = frozenset({"encode", "decode", "strip", "lstrip", "rstrip"})


@dataclass(frozen=True, slots=True)
class Part:
    """A known piece of text (``gap`` is ``None``), or the expression that fills a gap and the scope it stands in."""

    text: str
    node: ast.AST
    gap: ast.expr | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class PartialText:
    """A text in parts. ``text`` has the character ``GAP`` for each value that is not known."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole text with its gaps."""
        return "".join(part.text for part in self.parts)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return all(part.gap is None for part in self.parts)

    @property
    def node(self) -> ast.AST:
        """The node in which the text begins."""
        return self.parts[0].node

    def gap_at(self, position: int) -> Part | None:
        """The gap whose character stands at a position of ``text``, if there is one."""
        for part in self.parts:
            if position < len(part.text):
                return part if part.gap is not None else None
            position -= len(part.text)
        return None


Given = Mapping[str, tuple[ast.expr, Scope, Block | None]]


class TextReader:
    """Reads expressions of one file as partial texts; ``given`` are the arguments of a call by parameter name."""

    def __init__(self, file: PythonFile, given: Given | None = None) -> None:
        self.file = file
        self.given = given or {}
        self.left = _MAX_PARTS

    def read(self, node: ast.expr, scope: Scope, block: Block | None = None) -> PartialText:
        """The text of an expression; an expression that is no text at all is one gap."""
        self.left = _MAX_PARTS
        parts = tuple(self._parts(node, scope, block, 0))
        return PartialText(parts or (Part("", node),))

    def _parts(self, node: ast.expr, scope: Scope, block: Block | None, depth: int) -> Iterator[Part]:
        self.left -= 1
        if depth > _MAX_DEPTH or self.left < 0:
            yield Part(GAP, node, node, scope)
        elif isinstance(node, ast.Constant):
            yield Part(_as_text(node.value), node)
        elif isinstance(node, ast.JoinedStr):
            for item in node.values:
                yield from self._f_string_item(node, item, scope, block, depth)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from self._parts(node.left, scope, block, depth + 1)
            yield from self._parts(node.right, scope, block, depth + 1)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            yield from self._percent(node, scope, block, depth)
        elif isinstance(node, ast.Call):
            yield from self._call(node, scope, block, depth)
        elif isinstance(node, ast.Name):
            yield from self._name(node, scope, block, depth)
        else:
            yield self._otherwise(node, scope)

    def _otherwise(self, node: ast.expr, scope: Scope) -> Part:
        value = self.file.constant(node, scope)
        if isinstance(value, (str, bytes, int, float)):
            return Part(_as_text(value), node)
        return Part(GAP, node, node, scope)

    def _f_string_item(
        self, whole: ast.expr, item: ast.expr, scope: Scope, block: Block | None, depth: int
    ) -> Iterator[Part]:
        if isinstance(item, ast.FormattedValue):
            if item.format_spec is not None or item.conversion not in (-1, 115):
                yield Part(GAP, whole, item.value, scope)
            else:
                yield from self._parts(item.value, scope, block, depth + 1)
        else:
            yield Part(_as_text(getattr(item, "value", "")), whole)

    def _name(self, node: ast.Name, scope: Scope, block: Block | None, depth: int) -> Iterator[Part]:
        found = self.file.names.lookup(node.id, scope, node.lineno, block)
        if found is not None and found.certain:
            binding = found.binding
            if binding.kind == "assign" and binding.value is not None and isinstance(binding.value, ast.expr):
                if binding.value is not node:
                    yield from self._parts(binding.value, found.scope, binding.block, depth + 1)
                    return
            elif binding.kind == "parameter" and node.id in self.given:
                value, outer, outer_block = self.given[node.id]
                yield from TextReader(self.file)._parts(value, outer, outer_block, depth + 1)
                return
        yield self._otherwise(node, scope)

    def _percent(self, node: ast.BinOp, scope: Scope, block: Block | None, depth: int) -> Iterator[Part]:
        template = self.file.constant(node.left, scope)
        values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        pieces = template.split("%s") if isinstance(template, str) else []
        if len(pieces) != len(values) + 1 or any("%" in piece for piece in pieces):
            yield Part(GAP, node, node, scope)
            return
        yield from self._filled(node.left, pieces, list(values), scope, block, depth)

    def _call(self, node: ast.Call, scope: Scope, block: Block | None, depth: int) -> Iterator[Part]:
        func = node.func
        if isinstance(func, ast.Attribute):
            if func.attr in _SAME_TEXT and self.file.resolve(func, scope).partition(".")[0] not in ("base64", "json"):
                yield from self._parts(func.value, scope, block, depth + 1)
                return
            if func.attr == "format":
                yield from self._format(node, func, scope, block, depth)
                return
            if func.attr == "join" and len(node.args) == 1 and isinstance(node.args[0], (ast.List, ast.Tuple)):
                between = self.file.constant(func.value, scope)
                if isinstance(between, str):
                    items = list(node.args[0].elts)
                    pieces = ["", *[between] * (len(items) - 1), ""] if items else [""]
                    yield from self._filled(node, pieces, items, scope, block, depth)
                    return
        name = self.file.resolve(func, scope)
        if len(node.args) == {"urllib.parse.urljoin": 2, "str": 1}.get(name):
            for item in node.args:
                yield from self._parts(item, scope, block, depth + 1)
        else:
            yield self._otherwise(node, scope)

    def _format(
        self, node: ast.Call, func: ast.Attribute, scope: Scope, block: Block | None, depth: int
    ) -> Iterator[Part]:
        template = self.file.constant(func.value, scope)
        if not isinstance(template, str) or len(template) > 10_000:
            yield Part(GAP, node, node, scope)
            return
        keywords = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        pieces, values, rest, count = [""], [], template, 0
        while rest:
            before, brace, rest = rest.partition("{")
            pieces[-1] += before
            if not brace:
                break
            if rest.startswith("{"):
                pieces[-1] += "{"
                rest = rest[1:]
                continue
            field, _, rest = rest.partition("}")
            key = field.partition(":")[0].partition("!")[0].partition("[")[0].partition(".")[0]
            position = int(key) if key.isascii() and key.isdigit() else count if not key else -1
            count += not key
            value = keywords.get(key) if position < 0 else node.args[position] if position < len(node.args) else None
            values.append(value if value is not None and field == key else node)
            pieces.append("")
        yield from self._filled(func.value, pieces, values, scope, block, depth)

    def _filled(
        self, whole: ast.expr, pieces: list[str], values: list[ast.expr], scope: Scope, block: Block | None, depth: int
    ) -> Iterator[Part]:
        for piece, value in zip(pieces, [*values, None], strict=False):
            if piece:
                yield Part(piece.replace("}}", "}"), whole)
            if value is None:
                continue
            func = getattr(value, "func", None)
            if isinstance(value, ast.Starred) or getattr(func, "value", None) is whole:
                yield Part(GAP, whole, value, scope)
            else:
                yield from self._parts(value, scope, block, depth + 1)


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value if isinstance(value, str) else str(value)
