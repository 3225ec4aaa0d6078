"""Rewrites that need no syntax tree: texts of JSON files, with all around them kept as it is, and comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from mwaa_doctor.fixes.source_text import NotEditable
from mwaa_doctor.rule import Edit, Rewrite

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_COLON = re.compile(r"\s*:\s*")
_IGNORE = re.compile(r"[ \t]*#\s*mwaa-doctor:\s*ignore\s*\[[^\]\r\n]*\](?P<reason>[^#\r\n]*)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


def text_edits(rewrite: Rewrite, text: str) -> Iterator[Edit]:
    """The edits that a rewrite of JSON or of a comment stands for in this text; raises ``NotEditable``."""
    ends = list(_LINE_END.finditer(text))
    starts = [0, *(match.end() for match in ends)]
    line, column = rewrite.at
    if line > len(starts):
        raise NotEditable("what was to be rewritten is not there")
    offset = starts[line - 1] + column - 1
    if rewrite.kind == "drop-comment":
        start, end = _comment(text, starts[line - 1], offset, rewrite.path)
        if start == starts[line - 1] and line < len(starts):
            yield Edit(rewrite.path, (line, 1), (line + 1, 1), "")
        else:
            yield Edit(rewrite.path, (line, start - starts[line - 1] + 1), (line, end - starts[line - 1] + 1), "")
        return
    _refuse_copies(text)
    found = _value(text, offset)
    if found is None or json.loads(found[0]) != rewrite.name:
        raise NotEditable(f"`{rewrite.name}` is not written there")
    row = sum(start <= found.start() for start in starts)
    first = starts[row - 1]
    span = (row, found.start() - first + 1), (row, found.end() - first + 1)
    new = json.dumps(rewrite.to)
    if rewrite.kind == "replace-json-text":
        yield Edit(rewrite.path, *span, new)
    elif found.start() != offset:  # the value of a key
        yield Edit(rewrite.path, *span, f"[{found[0]}, {new}]")
    else:
        before = text[first : found.start()]
        between = f",\n{before}" if not before.strip() else ", "
        yield Edit(rewrite.path, span[1], span[1], between + new)


def _value(text: str, offset: int) -> re.Match[str] | None:
    """The text that stands at an offset, or that is the value of the key there."""
    found = _STRING.match(text, offset)
    colon = _COLON.match(text, found.end()) if found else None
    return _STRING.match(text, colon.end()) if colon else found


def _refuse_copies(text: str) -> None:
    """Only policies and templates are sources; answers of AWS and plans would be repaired in vain."""
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise NotEditable("the file is no JSON") from None
    if not isinstance(document, dict) or not ({"Statement", "Resources"} & document.keys()):
        raise NotEditable("the file is a copy of what AWS has")


def _comment(text: str, first: int, offset: int, path: str) -> tuple[int, int]:
    """Where an ignore comment with the blanks before it begins and ends, if its line holds no other comment."""
    start = offset
    while start > first and text[start - 1] in " \t":
        start -= 1
    found = _IGNORE.match(text, start)
    end = found.end() if found else start
    is_whole = found is not None and found[0].lstrip(" \t") == text[offset:end] and _is_end(text, end)
    if found is None or not is_whole:
        raise NotEditable("the comment says more")
    if not path.endswith(".py") and re.search("[\"'`]", found["reason"]):
        raise NotEditable("the comment may be part of a text")
    return start, end


def _is_end(text: str, offset: int) -> bool:
    return offset == len(text) or text[offset] in "\r\n"
