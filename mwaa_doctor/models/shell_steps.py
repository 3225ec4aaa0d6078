"""What the run of a shell script comes to: commands and assignments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mwaa_doctor.models.partial_text import GAP

if TYPE_CHECKING:
    from tree_sitter import Node

_OPTION_WITH_WORD = {
    "sudo": frozenset({"-u", "-g", "-h", "-p", "-C", "--user", "--group"}),
    "env": frozenset({"-u", "--unset", "-C", "--chdir"}),
    "timeout": frozenset({"-s", "-k", "--signal", "--kill-after"}),
    "nice": frozenset({"-n", "--adjustment"}),
    "nohup": frozenset(),
    "command": frozenset(),
    "time": frozenset(),
    "exec": frozenset({"-a"}),
}
_QUESTIONS = (["command", "-v"], ["command", "-V"])
_ASSIGNED = re.compile(r"[A-Za-z_]\w*\+?=")


@dataclass(frozen=True)
class Step:
    """A command that the run comes to: its words after expansion, ``GAP`` standing for what is not known.

    ``apart`` if it runs in a process of its own, so that variables and ``exit`` do not reach the script; ``sure`` if no
    unknown condition stands before it; ``handled`` if ``||`` or a condition deals with its failure; ``bare`` if it is
    only redirections.  ``captured`` if its output does not go to the log; ``targets`` are the files it writes to;
    ``waits`` is false in the background.
    """

    node: Node
    words: tuple[str, ...]
    assignments: tuple[tuple[str, str], ...]
    apart: bool
    sure: bool
    handled: bool
    captured: bool
    targets: tuple[str, ...]
    waits: bool = True

    @property
    def is_root(self) -> bool:
        """Whether it runs by sudo."""
        return "sudo" in self.words[: len(self.words) - len(self.plain)]

    @property
    def plain(self) -> tuple[str, ...]:
        """The words without sudo, env, timeout and the like before them."""
        words = list(self.words)
        while words and words[0] in _OPTION_WITH_WORD and words[:2] not in _QUESTIONS:
            wrapper = words.pop(0)
            while words and (words[0].startswith("-") or _ASSIGNED.match(words[0])):
                option = words.pop(0)
                if option in _OPTION_WITH_WORD[wrapper] and words:
                    words.pop(0)
            if wrapper == "timeout" and words:
                words.pop(0)
        return tuple(words)

    @property
    def program(self) -> str:
        """The program's name without its folder; empty where it is not known."""
        words = self.plain
        return words[0].rpartition("/")[2] if words and GAP not in words[0].rpartition("/")[2] else ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words after the program."""
        return self.plain[1:]


@dataclass(frozen=True)
class Setting:
    """An assignment: its value after expansion, whether it is exported there, and whether in a process apart."""

    node: Node
    name: str
    value: str
    exported: bool
    apart: bool
    sure: bool
    adds: bool
