"""Text from files and file names, made fit to be shown: nothing in it moves the cursor, hides or reorders."""

from __future__ import annotations

TAB = 4
_WIDE_SPACE = "\u3000"  # ordinary between Chinese and Japanese words


def is_fit(char: str) -> bool:
    """Whether a character may be shown as it is.

    Not so: control characters, invisible and bidirectional marks, odd spaces and line ends, half characters (bytes of a
    file name that are not UTF-8) and what has no meaning; see https://www.unicode.org/reports/tr36/.
    """
    return char.isprintable() or char == _WIDE_SPACE


def visible(text: str) -> str:
    """The text on one line, with every unfit character written as an escape such as ``\\x1b`` or ``\\u202e``."""
    return text if text.isprintable() else "".join(char if is_fit(char) else escape(char) for char in text)


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
    return "\n".join(
        line if line.isprintable() else "".join(char if is_fit(char) else _json_escape(char) for char in line)
        for line in text.split("\n")
    )


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
