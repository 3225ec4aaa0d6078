"""The lines of a requirements file as pip joins and strips them, with the place of every character kept.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.rule import Place

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
_CODING = re.compile(rb"coding[:=]\s*([-\w.]+)")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """One line as pip reads it: continued lines joined, comment and outer blanks taken off.

    ``line`` is the number that pip names, that of the first part.  ``parts`` maps offsets in ``text`` to places in the
    file: (offset, line, column) of the beginning of each part.
    """

    text: str
    line: int
    parts: tuple[tuple[int, int, int], ...]

    def place(self, path: str, start: int = 0, end: int | None = None) -> Place:
        """The place of a stretch of the text; one that spans several lines ends with the first."""
        end = len(self.text) if end is None else end
        at = max((index for index, part in enumerate(self.parts) if part[0] <= start), default=0)
        offset, line, column = self.parts[at]
        if at + 1 < len(self.parts):
            end = min(end, self.parts[at + 1][0])
        return Place(path, line, column + start - offset, line, column + max(end, start) - offset)


def decode(data: bytes) -> str:
    """The text of a requirements file in the encoding that pip takes it to have.

    Raises ``UnicodeError`` or ``LookupError`` where pip gives up.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding)
    for line in data.split(b"\n")[:2]:
        named = _CODING.search(line) if line.startswith(b"#") else None
        if named:
            return data.decode(named[1].decode("ascii"))
    return data.decode("utf-8")


def logical_lines(text: str) -> Iterator[LogicalLine]:
    """The lines that say something, in the order of the file."""
    pending: list[tuple[int, int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        is_comment = _COMMENT.match(line) is not None
        if line.endswith("\\") and not is_comment:
            bare = line.strip("\\")
            pending.append((number, line.find(bare) + 1, bare))
            continue
        # a blank before a comment keeps it a comment after joining
        pending.append((number, 0, " " + line) if is_comment else (number, 1, line))
        yield from _joined(pending)
        pending = []
    yield from _joined(pending)


def _joined(pieces: list[tuple[int, int, str]]) -> Iterator[LogicalLine]:
    whole = "".join(piece for _, _, piece in pieces)
    comment = _COMMENT.search(whole)
    text = whole[: comment.start()] if comment else whole
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return
    parts: list[tuple[int, int, int]] = []
    offset = -lead
    for number, column, piece in pieces:
        if offset + len(piece) > 0 or not parts:
            inside = max(offset, 0)
            parts.append((inside, number, column + inside - offset))
        offset += len(piece)
        if offset >= len(text):
            break
    yield LogicalLine(text, pieces[0][0], tuple(parts))
