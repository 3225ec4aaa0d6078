"""Text from files and file names, made fit to be shown: nothing in it moves the cursor, hides or reorders."""

from __future__ import annotations

import re

TAB = 4

# C0 and C1 controls, soft hyphen, invisible and bidirectional marks, line and paragraph separators, lone surrogates
# (bytes of a file name that are not UTF-8), non-characters and tags: https://www.unicode.org/reports/tr36/
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """The text on one line, with every unfit character written as an escape such as ``\\x1b`` or ``\\u202e``."""
    return text if text.isascii() and text.isprintable() else _UNFIT.sub(lambda match: escape(match.group()), text)


def visible_lines(text: str) -> str:
    """As ``visible``, but line breaks stay."""
    return "\n".join(visible(line) for line in text.splitlines())


def escape(char: str) -> str:
    """One character as an escape; a byte of a file name that is not UTF-8 as that byte."""
    number = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def json_escaped(text: str) -> str:
    """A JSON document with its unfit characters as JSON escapes; its own line breaks stay."""
    return _UNFIT.sub(lambda match: match.group() if match.group() == "\n" else _json_escape(match.group()), text)


def _json_escape(char: str) -> str:
    number = ord(char)
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"


def cells(line: str) -> list[str]:
    """One text per character, as the terminal is to show it; tabs reach to the next stop."""
    found = []
    at = 0
    for char in line:
        shown = " " * (TAB - at % TAB) if char == "\t" else visible(char)
        found.append(shown)
        at += width(shown)
    return found


def width(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )
