"""Whether a condition of a shell script holds, as far as the variables in it are known."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_syntax import expand, source_of

if TYPE_CHECKING:
    from tree_sitter import Node


def condition_holds(node: Node, values: Mapping[str, str]) -> bool | None:
    """The verdict on ``[ ... ]`` or ``[[ ... ]]``; ``None`` if it is not known."""
    inner = [child for child in node.named_children if child.type != "comment"]
    if len(inner) != 1:
        return None
    if node.children[0].type == "[":
        # The grammar binds -o and -a closer than =, the shell does not: so the words are judged one after the other.
        return words_hold(list(_words(inner[0], values)))
    return _judge(inner[0], values)


def compared_words(root: Node, values: Mapping[str, str]) -> Iterator[tuple[Node, str, str]]:
    """Every comparison of two words in ``[ ]``, ``[[ ]]``, ``test`` and ``case``: where it stands, and both words."""
    todo = [root]
    while todo:
        node = todo.pop()
        todo.extend(reversed(node.children))
        if node.type == "test_command":
            words = [word for child in node.named_children for word in _words(child, values)]
        elif node.type == "command" and source_of(node).startswith(("test ", "[ ")):
            words = [expand(child, values) for child in node.named_children]
        elif node.type == "case_item" and node.parent is not None:
            subject = node.parent.child_by_field_name("value")
            for pattern in node.children_by_field_name("value"):
                yield node, expand(subject, values) if subject is not None else GAP, expand(pattern, values)
            continue
        else:
            continue
        for at, word in enumerate(words[1:-1], 1):
            if word in ("=", "==", "!="):
                yield node, words[at - 1], words[at + 1]


def _words(node: Node, values: Mapping[str, str]) -> Iterator[str]:
    if node.type in ("binary_expression", "unary_expression"):
        for child in node.children:
            yield from _words(child, values)
    elif not node.is_named or node.type == "test_operator":
        yield source_of(node)
    else:
        yield expand(node, values)


def words_hold(words: list[str]) -> bool | None:
    """The verdict of ``test``: of comparisons, and on whether a text is empty, joined by ``-a`` and ``-o``."""
    for operator in ("-o", "-a"):
        if operator in words[1:-1]:
            at = words.index(operator, 1)
            return _combined(operator, words_hold(words[:at]), words_hold(words[at + 1 :]))
    if len(words) == 3:
        return compare(words[1], words[0], words[2], literal=True)
    if len(words) in (3, 4) and words[0] == "!":
        inner = words_hold(words[1:])
        return None if inner is None else not inner
    if len(words) == 2 and words[0] in ("-n", "-z") and GAP not in words[1]:
        return bool(words[1]) is (words[0] == "-n")
    return None


def any_matches(patterns: list[str], value: str) -> bool | None:
    """Whether one of the patterns of ``case`` takes the value."""
    if "*" in patterns:
        return True
    verdicts = [compare("==", value, pattern, literal=False) for pattern in patterns]
    return True if True in verdicts else None if None in verdicts else False


def compare(operator: str, left: str, right: str, *, literal: bool) -> bool | None:
    """The verdict on two texts; ``literal`` if the right one is no pattern."""
    if GAP in left or GAP in right:
        return None
    if operator == "=~":
        return _found(right, left)
    if operator not in ("=", "==", "!="):
        return None
    same = left == right if literal else fnmatch.fnmatchcase(left, right)
    return same is (operator != "!=")


def _found(pattern: str, text: str) -> bool | None:
    """Only alternatives of plain names are judged: other patterns are the shell's own, and may take for ever."""
    match = re.fullmatch(r"\^?\(?([\w|-]+)\)?\$?", pattern)
    if match is None:
        return None
    found = (word == text if "^" in pattern and "$" in pattern else word in text for word in match[1].split("|"))
    return any(found) if ("^" in pattern) == ("$" in pattern) else None


def _judge(node: Node, values: Mapping[str, str]) -> bool | None:
    parts = node.named_children
    if node.type == "parenthesized_expression" and len(parts) == 1:
        return _judge(parts[0], values)
    if node.type == "unary_expression" and node.children:
        operator, operand = source_of(node.children[0]), node.children[-1]
        if operator == "!":
            inner = _judge(operand, values)
            return None if inner is None else not inner
        return words_hold([operator, expand(operand, values)])
    if node.type != "binary_expression":
        return None
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = next((source_of(child) for child in node.children if child not in (left, right)), "")
    if left is None or right is None:
        return None
    if operator in ("&&", "||", "-a", "-o"):
        return _combined(operator, _judge(left, values), _judge(right, values))
    literal = right.type in ("string", "raw_string")
    return compare(operator, expand(left, values), expand(right, values), literal=literal)


def _combined(operator: str, left: bool | None, right: bool | None) -> bool | None:
    if operator in ("&&", "-a"):
        return False if False in (left, right) else None if None in (left, right) else True
    return True if True in (left, right) else None if None in (left, right) else False
