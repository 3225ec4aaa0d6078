"""Which distributions a requirements file asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*(.*)$")
_PIN = re.compile(r"^={2,3}\s*([^\s,;#]+)\s*$")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_OTHER_FILES = ("-r", "--requirement", "-f", "--find-links", "-e", "--editable")
_LOCAL = ("/", "./", "../", "file:", "git+", "hg+", "http:", "https:")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One distribution: its normalised name, the extras asked for, and the exact version if it is pinned."""

    name: str
    extras: tuple[str, ...]
    pin: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Requirements:
    """The distributions of a requirements file.

    ``opaque`` if it takes in something whose content cannot be read here: other files, links, repositories.
    """

    path: str
    entries: tuple[Requirement, ...]
    opaque: bool

    def named(self, name: str) -> Requirement | None:
        """The entry of a distribution, whatever its spelling."""
        wanted = normalise(name)
        return next((entry for entry in self.entries if entry.name == wanted), None)


def normalise(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_requirements(text: str, path: str) -> Requirements:
    """Read the names in a requirements file; lines that are options or cannot be read are passed over."""
    entries: list[Requirement] = []
    opaque = False
    for number, line in enumerate(text.lstrip("\ufeff").replace("\\\n", " ").splitlines(), 1):
        stripped = _COMMENT.sub("", line).strip()
        if not stripped:
            continue
        if stripped.startswith("-"):
            opaque = opaque or stripped.startswith(_OTHER_FILES)
            continue
        if stripped.startswith(_LOCAL) or stripped.endswith((".whl", ".tar.gz", ".zip")):
            opaque = True
            continue
        match = _NAME.match(stripped)
        if match is None:
            continue
        rest = match[3].partition(";")[0].partition(" --hash")[0].strip()
        pin = _PIN.match(rest)
        extras = tuple(normalise(item.strip()) for item in (match[2] or "").split(",") if item.strip())
        opaque = opaque or rest.startswith("@")
        entries.append(Requirement(normalise(match[1]), extras, pin[1] if pin else None, number))
    return Requirements(path, tuple(entries), opaque)
