"""A shell script of the project, as text with its comments taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.rule import Place


@dataclass(frozen=True)
class ShellScript:
    """A ``.sh`` file: its text, line by line."""

    path: str
    text: str

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "shell scripts"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[ShellScript]:
        """The script itself."""
        return (source,) if isinstance(source, cls) else ()

    @property
    def place(self) -> Place:
        """The script as a whole."""
        return Place(self.path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.splitlines()

    def commands(self) -> Iterator[tuple[int, str]]:
        """Line number and text of every line that is no comment, continued lines joined at the first one's number."""
        pending, start = "", 0
        for number, line in enumerate(self.lines, 1):
            if not pending and line.lstrip().startswith("#"):
                continue
            start = start if pending else number
            if line.endswith("\\"):
                pending += line[:-1] + " "
                continue
            yield start, pending + line
            pending = ""
        if pending:
            yield start, pending

    def place_of(self, line: int, text: str = "") -> Place:
        """The place of a line, or of a text within it."""
        found = self.lines[line - 1].find(text) if text and line <= len(self.lines) else -1
        column = max(found, 0) + 1
        length = len(text) if found >= 0 else len(self.lines[line - 1]) if line <= len(self.lines) else 0
        return Place(self.path, line, column, line, column + length)
