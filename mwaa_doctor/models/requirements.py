"""Which distributions a requirements file asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*(.*)$")
_PIN = re.compile(r"^={2,3}\s*([^\s,;#]+)\s*$")
_CONSTRAINT = re.compile(r"(?:-c|--constraint)(?:\s*=\s*|\s+|(?=https?:))[\"']?(?P<target>[^\"'\s]+)")
_OFFICIAL = re.compile(r"constraints-(\d+\.\d+\.\d+)(?:/(?:[\w-]*-)?|-)(?:(\d+\.\d+)\.txt)?", re.ASCII)
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
class Constraint:
    """A ``--constraint`` line: the file or URL, and the versions in it if it is one of Airflow's."""

    target: str
    airflow: str
    python: str
    line: int


@dataclass(frozen=True, slots=True)
class Requirements:
    """The distributions of a requirements file, and the constraints that it names.

    ``opaque`` if it takes in something whose content cannot be read here: other files, links, repositories.
    """

    path: str
    entries: tuple[Requirement, ...]
    opaque: bool
    constraints: tuple[Constraint, ...] = ()

    def named(self, name: str) -> Requirement | None:
        """The entry of a distribution, whatever its spelling."""
        wanted = normalise(name)
        return next((entry for entry in self.entries if entry.name == wanted), None)

    @property
    def version_named(self) -> Constraint | None:
        """The first constraint that names an Airflow version."""
        return next((line for line in self.constraints if line.airflow), None)


def normalise(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_requirements(text: str, path: str) -> Requirements:
    """Read the names in a requirements file; lines that are options or cannot be read are passed over."""
    entries: list[Requirement] = []
    constraints: list[Constraint] = []
    opaque = False
    for number, line in _joined_lines(text):
        stripped = _COMMENT.sub("", line).strip()
        if not stripped:
            continue
        if stripped.startswith("-"):
            opaque = opaque or stripped.startswith(_OTHER_FILES)
            constraints.extend(_constraint(stripped, number))
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
    return Requirements(path, tuple(entries), opaque, tuple(constraints))


def _joined_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, continued ones joined at the first one's number."""
    pending, start = "", 0
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        start = start if pending else number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        yield start, pending + line
        pending = ""
    if pending:
        yield start, pending


def _constraint(line: str, number: int) -> Iterator[Constraint]:
    match = _CONSTRAINT.match(line)
    if match:
        official = _OFFICIAL.search(match["target"])
        airflow, python = official.groups(default="") if official else ("", "")
        yield Constraint(match["target"], airflow, python, number)
