"""A text file as people see it, line by line, and back to the very bytes that it was read from."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass

from mwaa_doctor.rule import Edit

_LINE_END = re.compile(r"\r\n|\r|\n")


class NotEditable(Exception):  # noqa: N818 - it is an answer, not an error
    """Why a change cannot be made, in words."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """Text without a byte order mark, and what turns it into bytes again."""

    text: str
    encoding: str
    mark: bytes

    @classmethod
    def of(cls, path: str, data: bytes) -> SourceText:
        """Read a file's bytes, Python by its own declaration of encoding; raises ``NotEditable``."""
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        try:
            encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0] if path.endswith(".py") else "utf-8"
            encoding = "utf-8" if encoding == "utf-8-sig" else encoding
            return cls(data[len(mark) :].decode(encoding), encoding, mark)
        except (SyntaxError, UnicodeDecodeError, LookupError):
            raise NotEditable("its bytes are no text in the encoding that it declares") from None

    def data(self, text: str) -> bytes:
        """The bytes of another text in the same clothes; raises ``NotEditable``."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            raise NotEditable(f"its encoding, {self.encoding}, lacks a character of the repair") from None

    def changed(self, edits: Iterable[Edit]) -> bytes:
        """The bytes after these edits; raises ``NotEditable`` if they overlap or lie outside the text."""
        starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        ends = [*(match.start() for match in _LINE_END.finditer(self.text)), len(self.text)]

        def offset(line: int, column: int) -> int:
            if line == len(starts) + 1 and column == 1:  # below a last line that does not end
                return len(self.text)
            if not 1 <= line <= len(starts) or not 1 <= column <= ends[line - 1] - starts[line - 1] + 1:
                raise NotEditable("the repair points outside the text")
            return starts[line - 1] + column - 1

        end_of_line = next((match[0] for match in _LINE_END.finditer(self.text)), "\n")
        spans = sorted({(offset(*edit.start), offset(*edit.end), edit.text) for edit in edits})
        parts, done = [], 0
        for start, end, text in spans:
            if start < done or end < start:
                raise NotEditable("two repairs touch the same spot")
            if start == len(self.text) > starts[-1] and text.endswith("\n"):
                text = "\n" + text.removesuffix("\n")
            if not (text == "\n" and _LINE_END.fullmatch(self.text, start, end)):  # a line end for another is meant so
                text = text.replace("\n", end_of_line)
            parts += [self.text[done:start], text]
            done = end
        return self.data("".join([*parts, self.text[done:]]))
