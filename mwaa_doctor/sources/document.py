"""YAML and JSON documents in which every key and list member knows its lines.

Values are plain Python; the places of a container's members are kept beside them, so that whoever evaluates a document
works on ordinary dictionaries and lists.  Documents come from strangers: size, depth and the growth through aliases are
bounded, and whatever cannot be read ends in a ``DocumentError`` with its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 100
MAX_ALIASED = 100_000

Mark = tuple[int, int, int, int]
"""1-based line and column of the start, and of the end (exclusive)."""


class DocumentError(Exception):
    """Why a document cannot be read, without a full stop, and where."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class MarkedMap(dict[str, Any]):
    """A mapping; ``marks`` has the lines of each key, up to the end of its value if that is a scalar."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, Mark] = {}


class MarkedList(list[Any]):
    """A list; ``marks`` has the lines of each member, only the start of one that is a container."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that one mapping has twice; ``around`` are the keys on the way to it, the later value wins."""

    key: str
    around: tuple[str, ...]
    first: Mark
    second: Mark


@dataclass(slots=True)
class Document:
    """What a document holds, and the keys that it gives twice."""

    value: Any
    duplicates: list[Duplicate] = field(default_factory=list)


def read_document(data: bytes, path: str) -> Document:
    """Read JSON (by the ending ``.json`` or a brace at the start) or YAML; raises ``DocumentError``."""
    from mwaa_doctor.sources.json_document import read_json
    from mwaa_doctor.sources.yaml_document import read_yaml

    if len(data) > MAX_BYTES:
        raise DocumentError(f"it has {len(data) / 1048576:.1f} MiB, more than the {MAX_BYTES // 1048576} MiB read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise DocumentError("it is not UTF-8", line) from None
    if path.endswith(".json"):
        return read_json(text)
    if text.lstrip()[:1] == "{":
        try:
            return read_json(text)
        except DocumentError:
            if not path.endswith((".yaml", ".yml")):
                raise
    return read_yaml(text)
