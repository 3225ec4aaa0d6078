"""Which distributions bring a program for the command line: distributions_with(program).

Source: see console_scripts.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution, the programs that it installs, and others that always bring it along."""

    name: str
    programs: tuple[str, ...]
    also_with: tuple[str, ...] = ()


@cache
def distributions_with(program: str) -> tuple[str, ...]:
    """The distributions that install a program, by normalised name; empty for programs that are not known."""
    rows = read_rows("console_scripts.toml", "distribution", Distribution)
    return tuple(name for row in rows if program in row.programs for name in (row.name, *row.also_with))
