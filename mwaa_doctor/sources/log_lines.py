"""Logs of any size, read once in constant memory: only the lines that hold one of given texts come out.

Texts are searched in whole blocks of bytes, which is many times faster than looking at each line. Read are plain text
with or without colour codes, answers of `aws logs` (filter-log-events, get-log-events), JSON lines, exports and
subscriptions of CloudWatch Logs; all of them compressed with gzip as well.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import IO

BLOCK = 1 << 20
MAX_UNPACKED = 64 << 30
MAX_LINE = 1 << 16
_LONGEST_HEAD = 1024
_COLOR = re.compile(rb"\x1b\[[0-9;]*[A-Za-z]|\\u001[bB]\[[0-9;]*[A-Za-z]")
_MESSAGE = re.compile(rb'"@?message"\s*:\s*"((?:[^"\\]|\\.)*)', re.DOTALL)
_STAMP = re.compile(rb'"timestamp"\s*:\s*(\d{10,16})')
_STREAM = re.compile(rb'"logStream(?:Name)?"\s*:\s*"([^"\\]*)"')
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|,? )(\d\d:\d\d:\d\d)")
_TIME_IN_BYTES = re.compile(rb"(\d{4}-\d\d-\d\d)(?:T|,? )(\d\d:\d\d:\d\d)")
_KEY = b'"message"'


@dataclass(frozen=True, slots=True)
class Line:
    """One line or message; ``time`` is UTC as far as the log says, ``2026-11-22 10:00:00``, empty if not known."""

    text: str
    time: str = ""
    stream: str = ""


@dataclass
class LogReading:
    """How far a log was read: bytes after unpacking, and why it ended early, in one sentence, if it did."""

    size: int = 0
    trouble: str = ""
    latest: str = ""
    watched: tuple[bytes, ...] = field(default=())


def unpacked(stream: IO[bytes], reading: LogReading) -> Iterator[bytes]:
    """The content in blocks, unpacked if it is gzip; what is damaged or endless ends with ``reading.trouble``."""
    head = stream.read(2)
    source: IO[bytes] = _Rest(head, stream)  # type: ignore[assignment]
    if head == b"\x1f\x8b":
        source = gzip.GzipFile(fileobj=source, mode="rb")  # type: ignore[assignment]
    while True:
        try:
            block = source.read(BLOCK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            reading.trouble = "the gzip file is damaged or cut off; what comes before was read"
            return
        except OSError as problem:
            reading.trouble = f"reading failed: {problem.strerror or type(problem).__name__}"
            return
        if not block:
            return
        reading.size += len(block)
        if reading.size > MAX_UNPACKED:
            reading.trouble = f"more than {MAX_UNPACKED >> 30} GiB; the rest was not read"
            return
        yield block


class _Rest:
    """A stream with its first bytes put back."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self.head, self.stream = head, stream

    def read(self, size: int = -1) -> bytes:
        if self.head:
            head, self.head = self.head, b""
            return head + self.stream.read(max(0, size - len(head)) if size >= 0 else -1)
        return self.stream.read(size)


def lines_with(blocks: Iterator[bytes], first: bytes, marks: tuple[bytes, ...], reading: LogReading) -> Iterator[Line]:
    """The lines, or messages of a JSON document, that hold one of ``marks`` or belong to a watched stream.

    ``first`` is the block that was read to see what it is.
    """
    head = first.lstrip()[:1]
    if head in (b"{", b"[") and _MESSAGE.search(first):
        yield from _messages(blocks, first, marks, reading)
    else:
        yield from _text_lines(blocks, first, marks, reading)


def _hits(block: bytes, marks: tuple[bytes, ...]) -> Iterator[int]:
    for mark in marks:
        at = block.find(mark)
        while at >= 0:
            yield at
            at = block.find(mark, at + len(mark))


# -- plain text ----------------------------------------------------------------------------------------------------


def _text_lines(blocks: Iterator[bytes], first: bytes, marks: tuple[bytes, ...], reading: LogReading) -> Iterator[Line]:
    rest, block = b"", first
    while True:
        block = rest + block
        following = next(blocks, None)
        if following is None:
            cut = len(block)
        else:
            cut = block.rfind(b"\n") + 1
            if cut == 0 and len(block) > MAX_LINE + BLOCK:
                cut = len(block) - MAX_LINE  # a line without end: looked at in pieces
        yield from _of_text(_without_colors(block[:cut]), marks, reading)
        if following is None:
            return
        rest, block = block[cut:], following


def _without_colors(block: bytes) -> bytes:
    if b"\x1b[" in block or b"\\u001b[" in block or b"\\u001B[" in block:
        return _COLOR.sub(b"", block)
    return block


def _of_text(block: bytes, marks: tuple[bytes, ...], reading: LogReading) -> Iterator[Line]:
    starts = {max(block.rfind(b"\n", 0, at) + 1, at - MAX_LINE // 2) for at in _hits(block, (*marks, *reading.watched))}
    for start in sorted(starts):
        end = block.find(b"\n", start, start + MAX_LINE)
        text = block[start : end if end >= 0 else start + MAX_LINE].decode("utf-8", "replace").rstrip("\r")
        time = time_in(text) or _time_before(block, start)
        yield Line(text, time, _stream_in(text, reading))
    _note_latest(reading, _time_before(block, len(block)))


def _stream_in(text: str, reading: LogReading) -> str:
    """The stream that a line of `aws logs tail` names after the time, if it is a watched one."""
    _, _, rest = text.partition(" ")
    name = rest.partition(" ")[0]
    return name if any(name.startswith(watched.decode()) for watched in reading.watched) else ""


def time_in(text: str) -> str:
    """The first time in the first 200 characters, as ``2026-11-22 10:00:00``; empty if there is none."""
    found = _TIME.search(text[:200])
    return f"{found[1]} {found[2]}" if found else ""


def _time_before(block: bytes, at: int) -> str:
    """The time of the nearest line above: lines of a traceback have none of their own."""
    found = list(_TIME_IN_BYTES.finditer(block, max(0, at - 8192), at))
    return f"{found[-1][1].decode()} {found[-1][2].decode()}" if found else ""


def _note_latest(reading: LogReading, time: str) -> None:
    reading.latest = max(reading.latest, time)


# -- JSON ----------------------------------------------------------------------------------------------------------


def _messages(blocks: Iterator[bytes], first: bytes, marks: tuple[bytes, ...], reading: LogReading) -> Iterator[Line]:
    rest, block = b"", first
    found = _STREAM.search(first[:4096])
    common = found[1].decode("utf-8", "replace") if found and b'"logEvents"' in first[:4096] else ""
    done = 0
    while True:
        block = rest + block
        following = next(blocks, None)
        cut = len(block) if following is None else block.rfind(_KEY)
        if following is not None and cut < 0:
            cut = max(0, len(block) - MAX_LINE)
        yield from _of_json(block, done, cut, common, marks, reading)
        if following is None:
            return
        keep = max(0, cut - _LONGEST_HEAD)
        if len(block) - keep > 4 * BLOCK:  # a message without end: the rest of it is left out
            keep = cut = len(block)
        rest, done, block = block[keep:], cut - keep, following


def _of_json(
    block: bytes, done: int, cut: int, common: str, marks: tuple[bytes, ...], reading: LogReading
) -> Iterator[Line]:
    """The messages that begin between ``done`` and ``cut``."""
    starts: dict[int, str] = {}
    for at in _hits(block, marks):
        start = max(block.rfind(_KEY, 0, at), block.rfind(b'"@message"', 0, at))
        if done <= start < cut:
            starts.setdefault(start, common)
    for name in reading.watched:
        for at in _hits(block, (b'"' + name,)):
            stream = _STREAM.search(block, max(0, at - 64), at + 600)
            start = block.find(_KEY, at)
            if stream and stream.start(1) == at + 1 and done <= start < cut:
                starts[start] = stream[1].decode("utf-8", "replace")
    _note_latest(reading, _time_of(block, block.rfind(_KEY, 0, cut), cut))
    for start in sorted(starts):
        found = _MESSAGE.match(block, start)
        if found is None:
            continue
        raw = found[1][:MAX_LINE]
        time = _time_of(block, start, found.end())
        text = _without_colors(_unescaped(raw).encode("utf-8", "replace")).decode("utf-8", "replace")
        holding = [line for line in text.splitlines() if any(mark.decode() in line for mark in marks)]
        for line in holding if len(holding) and "\n" in text else [text]:
            yield Line(line, time or time_in(text), starts[start] or _stream_before(block, start))


def _unescaped(raw: bytes) -> str:
    if raw.endswith(b"\\") and not raw.endswith(b"\\\\"):
        raw = raw[:-1]
    try:
        return str(json.loads(b'"' + raw + b'"', strict=False))
    except ValueError:
        return raw.decode("utf-8", "replace").replace("\\n", "\n").replace('\\"', '"')


def _time_of(block: bytes, start: int, end: int) -> str:
    """The stamp of the event: in `aws logs` before the message, elsewhere perhaps after it."""
    before = list(_STAMP.finditer(block, max(0, start - 160), start))
    found = before[-1] if before else _STAMP.search(block, end, end + 160)
    if found is None:
        return ""
    try:
        moment = datetime.fromtimestamp(int(found[1]) / 1000, timezone.utc)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _stream_before(block: bytes, start: int) -> str:
    opening = block.rfind(b"{", max(0, start - _LONGEST_HEAD), start)
    found = _STREAM.search(block, max(0, opening), start)
    return found[1].decode("utf-8", "replace") if found else ""
