"""The top-level modules of the standard library of a Python version: standard_modules((3, 11)).

Source: see standard_modules.toml.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """What a Python version brought to the standard library, and what it took away."""

    python: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@cache
def standard_modules(python: tuple[int, int]) -> frozenset[str]:
    """The top-level names of the standard library: those of the Python that runs this, changed to the one asked for."""
    names = set(sys.stdlib_module_names)
    own = sys.version_info[:2]
    for change in read_rows("standard_modules.toml", "change", LibraryChange):
        major, _, minor = change.python.partition(".")
        version = (int(major), int(minor))
        if python < version <= own:
            names = (names | set(change.removed)) - set(change.added)
        elif own < version <= python:
            names = (names | set(change.added)) - set(change.removed)
    return frozenset(names)
