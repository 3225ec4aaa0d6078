"""The written form of Terraform's texts: escapes, indented here-documents."""

from __future__ import annotations

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def unescaped(text: str) -> str:
    """What a quoted text stands for."""
    pieces, position = [], 0
    while position < len(text):
        char = text[position]
        if char == "\\" and position + 1 < len(text):
            following = text[position + 1]
            width = {"u": 4, "U": 8}.get(following, 0)
            code = text[position + 2 : position + 2 + width]
            if width and len(code) == width and all(digit in "0123456789abcdefABCDEF" for digit in code):
                pieces.append(chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd")
            else:
                pieces.append(_ESCAPES.get(following, char + following))
            position += 2 + width
        elif text.startswith(("$${", "%%{"), position):
            pieces.append(text[position + 1 : position + 3])
            position += 3
        else:
            pieces.append(char)
            position += 1
    return "".join(pieces)


def dedented(text: str, indent: int, *, at_start: bool) -> str:
    """A piece of a here-document without the indentation that its lines share; the first line may be a rest."""
    lines = text.split("\n")
    cut = [line[indent:] if position or at_start else line for position, line in enumerate(lines)]
    return "\n".join(cut).replace("$${", "${").replace("%%{", "%{")
