"""What a requirements file says, read as pip reads it: distributions, constraints, options, and lines pip refuses.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/; the tests compare with pip's own parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from mwaa_doctor.models.requirement_entry import (
    NotARequirement,
    Requirement,
    normalise,
    read_editable,
    read_requirement,
)
from mwaa_doctor.models.requirement_lines import LogicalLine, decode, logical_lines
from mwaa_doctor.models.requirement_options import OptionFault, read_options, split_line
from mwaa_doctor.rule import Place, Placed

__all__ = ["Constraint", "Fault", "Include", "Option", "Requirement", "Requirements", "normalise", "read_requirements"]

_OFFICIAL = re.compile(r"constraints-(\d+\.\d+\.\d+)(?:/(?:[\w-]*-)?|-)(?:(\d+\.\d+)\.txt)?", re.ASCII)
_SEEN_BY_MWAA = re.compile(r"-c |--constraint ")
_MOST_LINES = 20_000
_ADDRESSES = ("index-url", "extra-index-url", "find-links")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A ``--constraint`` option: the file or address, and the versions in it if it is one of Airflow's."""

    target: str
    airflow: str
    python: str
    line: int
    place: Place


@dataclass(frozen=True, slots=True)
class Include:
    """A ``--requirement`` option: the path or address of the file to be read there."""

    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Option:
    """Any other option: its long name without hyphens, and its value (empty for a flag)."""

    name: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that pip refuses, so that it installs nothing of the file: the line and why."""

    text: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Requirements:
    """A requirements file, with the entries of those that it includes.

    ``opaque`` if it takes in something whose content cannot be read here: other files, links, repositories.
    ``seen`` are the lines in which MWAA finds the text of a constraint option, comments among them.
    """

    path: str
    entries: tuple[Requirement, ...]
    opaque: bool
    constraints: tuple[Constraint, ...] = ()
    includes: tuple[Include, ...] = ()
    options: tuple[Option, ...] = ()
    faults: tuple[Fault, ...] = ()
    seen: tuple[Place, ...] = ()

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(self.path)

    def named(self, name: str) -> Requirement | None:
        """The entry of a distribution, whatever its spelling."""
        wanted = normalise(name)
        return next((entry for entry in self.entries if entry.name == wanted), None)

    def given(self, option: str) -> tuple[Option, ...]:
        """The uses of an option, in their order."""
        return tuple(item for item in self.options if item.name == option)

    def addresses(self) -> Iterator[tuple[Placed, str, str]]:
        """Everything that may lead out of the container: where it stands, the address or path, and who names it."""
        for option in self.options:
            if option.name in _ADDRESSES:
                yield option, option.value, f"--{option.name}"
        for constraint in self.constraints:
            yield constraint, constraint.target, "--constraint"
        for include in self.includes:
            yield include, include.target, "--requirement"
        for entry in self.entries:
            if entry.source:
                yield entry, entry.source, entry.name

    @property
    def version_named(self) -> Constraint | None:
        """The first constraint that names an Airflow version."""
        return next((line for line in self.constraints if line.airflow), None)

    def with_included(self, others: Iterable[Requirements]) -> Requirements:
        """This file and what the files that it includes say."""
        others = tuple(others)
        return replace(
            self,
            entries=(*self.entries, *(entry for other in others for entry in other.entries)),
            opaque=self.opaque or any(other.opaque for other in others),
            constraints=(*self.constraints, *(item for other in others for item in other.constraints)),
            options=(*self.options, *(item for other in others for item in other.options)),
            faults=(*self.faults, *(item for other in others for item in other.faults)),
        )


@dataclass
class _Reader:
    path: str
    entries: list[Requirement] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self, line: LogicalLine) -> None:
        text, options_text = split_line(line.text)
        try:
            options = list(read_options(options_text)) if options_text else []
            if text.strip():
                self._add(line, text, options)
                return
        except OptionFault as fault:
            self.faults.append(Fault(line.text, str(fault), line.place(self.path)))
            return
        except NotARequirement as fault:
            self.faults.append(Fault(text.strip(), str(fault), line.place(self.path, 0, len(text.rstrip()))))
            return
        self._add_options(line, options)

    def _add(self, line: LogicalLine, text: str, options: list[tuple[str, str]]) -> None:
        text = text.rstrip()
        hashed = any(name == "hash" for name, _ in options)
        entry = read_requirement(text, line.place(self.path, 0, len(text)), line.line, hashed=hashed)
        if entry.kind != "repository" and any(name == "editable" for name, _ in options):
            raise NotARequirement("`--editable` needs a line of its own")
        self.entries.append(entry)

    def _add_options(self, line: LogicalLine, options: list[tuple[str, str]]) -> None:
        editable = next((value for name, value in options if name == "editable"), None)
        if editable is not None:  # pip takes the first one and nothing else of the line
            self.entries.append(read_editable(editable, self._place(line, editable), line.line))
            return
        for kind in ("requirement", "constraint"):
            target = next((value for name, value in options if name == kind), None)
            if target is None:
                continue
            place = self._place(line, target)
            if kind == "requirement":
                self.includes.append(Include(target, place))
            else:
                official = _OFFICIAL.search(target)
                airflow, python = official.groups(default="") if official else ("", "")
                self.constraints.append(Constraint(target, airflow, python, line.line, place))
            return
        for name, value in options:
            self.options.append(Option(name, value, self._place(line, value)))

    def _place(self, line: LogicalLine, value: str) -> Place:
        start = line.text.find(value) if value else -1
        return line.place(self.path, start, start + len(value)) if start >= 0 else line.place(self.path)


def read_requirements(data: bytes | str, path: str) -> Requirements:
    """Read one file, given as bytes or as text; whatever is wrong with it becomes a fault."""
    faults: list[Fault] = []
    if isinstance(data, bytes):
        try:
            text = decode(data)
        except (UnicodeError, LookupError):
            faults.append(Fault("", "it is not UTF-8, and no other encoding is named", Place(path)))
            text = data.decode("utf-8", errors="replace")
    else:
        text = data.removeprefix("\ufeff")
    reader = _Reader(path, faults=faults)
    lines = list(islice(logical_lines(text), _MOST_LINES + 1))
    for line in lines[:_MOST_LINES]:
        reader.read(line)
    seen = tuple(
        Place(path, number, found.start() + 1, number, found.end())
        for number, row in enumerate(text.splitlines(), 1)
        if (found := _SEEN_BY_MWAA.search(row))
    )
    opaque = bool(reader.includes or reader.faults) or any(entry.source for entry in reader.entries)
    return Requirements(
        path,
        tuple(reader.entries),
        opaque or len(lines) > _MOST_LINES,
        tuple(reader.constraints),
        tuple(reader.includes),
        tuple(reader.options),
        tuple(reader.faults),
        seen,
    )
