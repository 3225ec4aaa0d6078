"""Reads YAML as CloudFormation does: version 1.1, short forms of functions, no dates; built from parser events.

A short form such as ``!Sub text`` becomes the mapping that it stands for, ``{"Fn::Sub": "text"}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.sources.document import (
    MAX_ALIASED,
    MAX_DEPTH,
    Document,
    DocumentError,
    Duplicate,
    Mark,
    MarkedList,
    MarkedMap,
)

_MAX_BYTES_WITHOUT_LIBYAML = 1024 * 1024
_WORDS: dict[str, Any] = {
    spelling: value
    for value, words in ((True, ("true", "yes", "on")), (False, ("false", "no", "off")), (None, ("null",)))
    for word in words
    for spelling in (word, word.capitalize(), word.upper())
} | {"~": None, "": None}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]{0,40})")
_FLOAT = re.compile(r"[-+]?[0-9][0-9_]{0,40}\.[0-9_]{0,40}(?:[eE][-+][0-9]{1,3})?")
_PLAIN_NAMES = frozenset({"Ref", "Condition"})
_NO_KEY: Any = object()


@dataclass(slots=True)
class _Open:
    """A container whose end has not come yet; ``size`` counts the values in it, those of aliases included."""

    value: MarkedMap | MarkedList
    function: str | None
    start: Mark
    anchor: str | None
    key: Any = _NO_KEY
    key_mark: Mark = (0, 0, 0, 0)
    size: int = 1
    merges: bool = False


def read_yaml(text: str) -> Document:
    """The first document of a text; raises ``DocumentError``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        loader = yaml.SafeLoader
        if len(text) > _MAX_BYTES_WITHOUT_LIBYAML:
            raise DocumentError("it is larger than 1 MiB, and PyYAML is installed without libyaml")
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.ScalarEvent):
                builder.scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                builder.open(MarkedMap(), event)
            elif isinstance(event, yaml.SequenceStartEvent):
                builder.open(MarkedList(), event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                builder.close()
            elif isinstance(event, yaml.AliasEvent):
                builder.alias(event)
            elif isinstance(event, yaml.DocumentEndEvent):
                break
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        words = " ".join(filter(None, (problem.context, problem.problem)))
        raise DocumentError(_tidy(words), mark.line + 1 if mark else 0, mark.column + 1 if mark else 0) from None
    except yaml.YAMLError as problem:
        raise DocumentError(_tidy(str(problem))) from None
    return Document(builder.result, builder.duplicates)


def _tidy(words: str) -> str:
    return " ".join(words.replace("`", "'").split()).rstrip(".")


class _Builder:
    """Puts the values together that the events tell of."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.duplicates: list[Duplicate] = []
        self.result: Any = None
        self.aliased = 0

    def scalar(self, event: Any) -> None:
        mark = _mark(event)
        function = _function(event.tag)
        value = _plain(event.value) if event.implicit[0] and function is None else event.value
        if event.style in ("|", ">"):
            mark = (mark[0], mark[1], mark[0], mark[1] + 1)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        if event.value == "<<" and event.implicit[0] and self.stack and self.stack[-1].key is _NO_KEY:
            self.stack[-1].merges = True
        self._attach(value, mark, 1, function, event.value)

    def alias(self, event: Any) -> None:
        mark = _mark(event)
        if event.anchor not in self.anchors:
            inside = any(item.anchor == event.anchor for item in self.stack)
            words = "holds itself" if inside else "is not defined before"
            raise DocumentError(f"the alias *{event.anchor} {words}", mark[0], mark[1])
        value, size = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            raise DocumentError("its aliases stand for too many values", mark[0], mark[1])
        self._attach(value, mark, size, None)

    def open(self, value: MarkedMap | MarkedList, event: Any) -> None:
        mark = _mark(event)
        if len(self.stack) >= MAX_DEPTH:
            raise DocumentError(f"it is nested more than {MAX_DEPTH} levels deep", mark[0], mark[1])
        start = (mark[0], mark[1], mark[0], mark[1] + 1)
        self.stack.append(_Open(value, _function(event.tag), start, event.anchor))

    def close(self) -> None:
        done = self.stack.pop()
        if isinstance(done.value, MarkedMap) and done.merges and "<<" in done.value:
            _merge(done.value)
        value: Any = done.value
        if done.anchor:
            self.anchors[done.anchor] = (value, done.size)
        self._attach(value, done.start, done.size, done.function)

    def _attach(self, value: Any, mark: Mark, size: int, function: str | None, key_text: str | None = None) -> None:
        if not self.stack:
            self.result = _called(function, value, mark)
            return
        around = self.stack[-1]
        around.size += size
        if isinstance(around.value, MarkedList):
            around.value.append(_called(function, value, mark))
            around.value.marks.append(mark)
        elif around.key is _NO_KEY:
            if key_text is None or function is not None:
                raise DocumentError("a key is no plain text", mark[0], mark[1])
            around.key, around.key_mark = key_text, mark
        else:
            mapping, key, key_mark = around.value, around.key, around.key_mark
            around.key = _NO_KEY
            if isinstance(value, (MarkedMap, MarkedList)) or mark[0] < key_mark[0]:
                whole = key_mark
            else:
                whole = (key_mark[0], key_mark[1], mark[2], mark[3])
            if key in mapping and key != "<<":
                path = tuple(item.key for item in self.stack[:-1] if item.key is not _NO_KEY)
                self.duplicates.append(Duplicate(key, path, mapping.marks[key], key_mark))
            mapping[key] = _called(function, value, mark)
            mapping.marks[key] = whole


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def _function(tag: str | None) -> str | None:
    """The long name of a short form; ``None`` for other tags."""
    if tag is None or not tag.startswith("!") or tag.startswith("!!") or len(tag) < 2:
        return None
    name = tag[1:]
    return name if name in _PLAIN_NAMES else f"Fn::{name}"


def _called(function: str | None, value: Any, mark: Mark) -> Any:
    if function is None:
        return value
    if function == "Fn::GetAtt" and isinstance(value, str):
        first, _, rest = value.partition(".")
        parts = MarkedList()
        parts.extend([first, rest])
        parts.marks.extend([mark, mark])
        value = parts
    call = MarkedMap()
    call[function] = value
    call.marks[function] = mark
    return call


def _plain(text: str) -> Any:
    """The value of a plain scalar; numbers with a leading zero stay texts, as they are account ids more often."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "0123456789+-":
        if _INTEGER.fullmatch(text):
            return int(text.replace("_", ""))
        if _FLOAT.fullmatch(text):
            return float(text.replace("_", ""))
    return text


def _merge(mapping: MarkedMap) -> None:
    """Take in what a merge key stands for: keys of the mapping itself come first."""
    given = mapping.pop("<<")
    mark = mapping.marks.pop("<<")
    for one in given if isinstance(given, MarkedList) else [given]:
        if isinstance(one, MarkedMap):
            for key, value in one.items():
                if key not in mapping:
                    mapping[key] = value
                    mapping.marks[key] = one.marks.get(key, mark)
