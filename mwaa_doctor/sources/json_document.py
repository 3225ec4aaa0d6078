"""Reads JSON with the lines of its keys and values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from json import JSONDecodeError, decoder
from typing import Any

from mwaa_doctor.sources.document import (
    MAX_DEPTH,
    Document,
    DocumentError,
    Duplicate,
    Mark,
    MarkedList,
    MarkedMap,
)

_TOKEN = re.compile(
    r"[ \t\n\r]*(?:(?P<mark>[{}\[\]:,])|\"(?P<text>[^\"\\\x00-\x1f]*)\"|(?P<quote>\")"
    r"|(?P<number>-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][-+]?\d{1,4})?)(?![\w.])"
    r"|(?P<word>true|false|null)\b|(?P<end>\Z)|(?P<bad>.))",
    re.ASCII | re.DOTALL,
)
_scan_string: Callable[[str, int, bool], tuple[str, int]] = getattr(decoder, "scanstring")  # noqa: B009 - not in the stubs
_WORDS = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]"}
_Token = tuple[str, Any, int, int]
"""Kind (``mark``, ``scalar``, ``end``), value, start and end offset."""


def read_json(text: str) -> Document:
    """Read a text; raises ``DocumentError`` with line and column."""
    return _Reader(text).read()


class _Reader:
    """Reads one text from start to end; the open containers are a list, so depth costs no stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.duplicates: list[Duplicate] = []

    def _tokens(self) -> Iterator[_Token]:
        position = 0
        match = _TOKEN.match
        while True:
            found = match(self.text, position)
            assert found is not None
            kind = found.lastgroup
            start, position = found.start(kind or 0), found.end()
            if kind == "text":
                yield "scalar", found["text"], start - 1, position
            elif kind == "mark":
                yield "mark", found["mark"], start, position
            elif kind == "quote":
                try:
                    value, position = _scan_string(self.text, start + 1, True)
                except JSONDecodeError as problem:
                    raise self._error(problem.msg[0].lower() + problem.msg[1:].rstrip(":at "), problem.pos) from None
                yield "scalar", value, start, position
            elif kind == "number":
                yield "scalar", _number(found["number"]), start, position
            elif kind == "word":
                yield "scalar", _WORDS[found["word"]], start, position
            elif kind == "end":
                yield "end", None, start, start
                return
            else:
                raise self._error(f"unexpected {found['bad']!r}", start)

    def read(self) -> Document:
        tokens = self._tokens()
        stack: list[tuple[Any, int]] = []
        keys: list[str] = []
        expected = "value"
        result: Any = None
        for kind, value, start, end in tokens:
            if kind == "end":
                if expected == "end":
                    return Document(result, self.duplicates)
                raise self._error("it ends too early" if stack else "it holds nothing", start)
            if expected == "end":
                raise self._error("something follows the end of the value", start)
            if kind == "mark" and value in "}]":
                expected = self._close(stack, keys, value, expected, start)
                continue
            if kind == "mark" and value in ",:":
                expected = self._separator(stack, value, expected, start)
                continue
            if expected in ("key", "key or end"):
                if not isinstance(value, str) or kind == "mark":
                    raise self._error("a key in double quotes is missing", start)
                keys.append(value)
                container = stack[-1][0]
                mark = self._mark(start, end)
                if value in container:
                    around = tuple(keys[:-1])
                    self.duplicates.append(Duplicate(value, around, container.marks[value], mark))
                container.marks[value] = mark
                expected = "colon"
                continue
            if expected not in ("value", "value or end"):
                raise self._error(f"a {expected} is missing", start)
            result, expected = self._value(stack, keys, result, kind, value, start, end)
        raise AssertionError

    def _value(
        self, stack: list[tuple[Any, int]], keys: list[str], result: Any, kind: str, value: Any, start: int, end: int
    ) -> tuple[Any, str]:
        """Put a value where it belongs; returns the document's value, and what is expected next."""
        made: Any = value
        if kind == "mark":
            made = MarkedMap() if value == "{" else MarkedList()
            if len(stack) >= MAX_DEPTH:
                raise self._error(f"it is nested more than {MAX_DEPTH} levels deep", start)
        if not stack:
            result = made
        else:
            around = stack[-1][0]
            if isinstance(around, MarkedList):
                around.append(made)
                around.marks.append(self._mark(start, end))
            else:
                around[keys[-1]] = made
                if kind != "mark":
                    first = around.marks[keys[-1]]
                    around.marks[keys[-1]] = (first[0], first[1], *self._position(end))
        if kind == "mark":
            stack.append((made, start))
            return result, "key or end" if value == "{" else "value or end"
        if stack and isinstance(stack[-1][0], MarkedMap):
            keys.pop()
        return result, "comma" if stack else "end"

    def _close(self, stack: list[tuple[Any, int]], keys: list[str], mark: str, expected: str, start: int) -> str:
        if not stack:
            raise self._error(f"unexpected {mark!r}", start)
        container, opened = stack[-1]
        own = "}" if isinstance(container, MarkedMap) else "]"
        if mark != own:
            line = self._position(opened)[0]
            raise self._error(f"{mark!r} closes what {'{' if own == '}' else '['!r} opens in line {line}", start)
        if expected == "key" or (expected == "value" and own == "]"):
            raise self._error(f"the comma before {mark!r} is one too many", start)
        if expected not in ("comma", "key or end", "value or end"):
            raise self._error(f"a {expected} is missing before {mark!r}", start)
        stack.pop()
        if stack and isinstance(stack[-1][0], MarkedMap):
            keys.pop()
        return "comma" if stack else "end"

    def _separator(self, stack: list[tuple[Any, int]], mark: str, expected: str, start: int) -> str:
        if mark == ":" and expected == "colon":
            return "value"
        if mark == "," and expected == "comma":
            return "key" if isinstance(stack[-1][0], MarkedMap) else "value"
        raise self._error(f"unexpected {mark!r}", start)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def _mark(self, start: int, end: int) -> Mark:
        return (*self._position(start), *self._position(end))

    def _error(self, message: str, offset: int) -> DocumentError:
        return DocumentError(message, *self._position(offset))


def _number(text: str) -> int | float:
    return float(text) if any(char in text for char in ".eE") else int(text)
