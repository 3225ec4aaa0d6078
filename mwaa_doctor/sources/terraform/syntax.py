"""The syntax of Terraform's configuration language: blocks and attributes with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mwaa_doctor.rule import Place

MAX_DEPTH = 80


class HclError(Exception):
    """A file that is not valid HCL: ``line`` is 1-based."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


@dataclass(frozen=True, slots=True)
class Source:
    """A file: path relative to the project's base, and its bytes."""

    path: str
    data: bytes

    def text(self, node: Any) -> str:
        """The text of a node."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", errors="replace")

    def place(self, node: Any) -> Place:
        """Where a node stands; columns count characters."""
        (row, column), (end_row, end_column) = node.start_point, node.end_point
        return Place(
            self.path,
            row + 1,
            self._characters(node.start_byte, column) + 1,
            end_row + 1,
            self._characters(node.end_byte, end_column) + 1,
        )

    def _characters(self, byte: int, column: int) -> int:
        return len(self.data[byte - column : byte].decode("utf-8", errors="replace"))


@dataclass(slots=True)
class Block:
    """A block such as ``resource "aws_subnet" "a" {...}``: its labels, attributes (expressions) and inner blocks."""

    kind: str
    labels: tuple[str, ...]
    source: Source
    place: Place
    attributes: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def inner(self, kind: str) -> Iterator[Block]:
        """The inner blocks of one kind."""
        return (block for block in self.blocks if block.kind == kind)


def read_blocks(source: Source) -> Block:
    """The file as one block; raises ``HclError``."""
    root = _parser().parse(source.data).root_node
    if root.has_error:
        wrong = _first_error(root)
        raise HclError(
            "is not valid HCL" if wrong.type == "ERROR" else f"misses `{wrong.type}`", wrong.start_point[0] + 1
        )
    whole = Block("", (), source, Place(source.path))
    for body in root.named_children:
        if body.type == "body":
            _fill(whole, body, 0)
    return whole


@cache
def _parser() -> Any:
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def _first_error(node: Any) -> Any:
    while True:
        child = next((child for child in node.children if child.has_error or child.is_missing), None)
        if child is None or node.type == "ERROR" or node.is_missing:
            return node
        node = child


def _fill(block: Block, body: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise HclError("is nested too deeply", body.start_point[0] + 1)
    for node in body.named_children:
        if node.type == "attribute":
            name, expression = node.named_children[0], node.named_children[-1]
            block.attributes[block.source.text(name)] = expression
        elif node.type == "block":
            block.blocks.append(_block(block.source, node, depth))


def _block(source: Source, node: Any, depth: int) -> Block:
    names: list[str] = []
    inner: Block | None = None
    body = None
    for child in node.named_children:
        if child.type == "identifier":
            names.append(source.text(child))
        elif child.type == "string_lit":
            names.append("".join(source.text(part) for part in child.named_children if part.type == "template_literal"))
        elif child.type == "body":
            body = child
    inner = Block(names[0] if names else "", tuple(names[1:]), source, source.place(node))
    if body is not None:
        _fill(inner, body, depth + 1)
    return inner
