"""The syntax tree of a shell script, and what its words say where variables are known.

Parsed by tree-sitter with its grammar of bash, which goes on after a fault; nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from mwaa_doctor.models.partial_text import GAP

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Tree

MAX_BYTES = 256 * 1024
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_IN_QUOTES = re.compile(r'\\([\\"$`\n])')
_SUBSTITUTIONS = ("command_substitution", "process_substitution", "arithmetic_expansion")
_NAMED = re.compile(r"\w+")


@cache
def _parser() -> Parser:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


def parse(data: bytes) -> Tree:
    """The syntax tree; ``root_node.has_error`` where the grammar does not know what to make of the text."""
    return _parser().parse(data)


def source_of(node: Node) -> str:
    """The text of a node as it is written."""
    return (node.text or b"").decode("utf-8", errors="replace")


def expand(node: Node, values: Mapping[str, str]) -> str:
    """What a word becomes, without its quotes and with ``GAP`` for each part that is not known."""
    kind = node.type
    if kind == "raw_string":
        return source_of(node)[1:-1]
    if kind == "string":
        return _in_quotes(node, values)
    if kind == "simple_expansion":
        return values.get(source_of(node)[1:], GAP)
    if kind == "expansion":
        return _expansion(node, values)
    if kind in _SUBSTITUTIONS or kind in ("ansi_c_string", "translated_string", "array"):
        return GAP
    if kind in ("concatenation", "command_name"):
        return "".join(expand(child, values) for child in node.children)
    return _ESCAPE.sub(r"\1", source_of(node))


def _in_quotes(node: Node, values: Mapping[str, str]) -> str:
    """The text between double quotes; the grammar leaves out blanks between its parts, so they are put back."""
    parts: list[str] = []
    raw, begin = node.text or b"", node.start_byte
    at = 1
    for child in node.named_children:
        parts.append(raw[at : child.start_byte - begin].decode("utf-8", errors="replace"))
        parts.append(
            _IN_QUOTES.sub(lambda match: match[1].strip("\n"), source_of(child))
            if child.type == "string_content"
            else expand(child, values)
        )
        at = child.end_byte - begin
    parts.append(raw[at:-1].decode("utf-8", errors="replace"))
    return "".join(parts)


def _expansion(node: Node, values: Mapping[str, str]) -> str:
    inner = source_of(node)[2:-1]
    name = _NAMED.match(inner)
    if name is None:
        return GAP
    value, rest = values.get(name[0], GAP), inner[name.end() :]
    if not rest or (rest.startswith((":-", "-", ":?", "?", ":=", "=")) and value and GAP not in value):
        return value
    if rest in (",,", "^^") and GAP not in value:
        return value.lower() if rest == ",," else value.upper()
    return GAP


def values_shown(node: Node) -> Iterator[str]:
    """The variables of which a command's words hold the value: ``$X`` and ``${X}``, not ``${#X}`` or ``${X:+set}``."""
    todo = list(node.named_children)
    while todo:
        child = todo.pop(0)
        if child.type == "simple_expansion":
            yield source_of(child)[1:]
        elif child.type == "expansion":
            name = _NAMED.match(source_of(child)[2:-1])
            if name is not None and source_of(child)[2 + name.end() :].startswith(("}", ":-", ":?", ":=")):
                yield name[0]
        elif child.type not in _SUBSTITUTIONS:
            todo.extend(child.named_children)
