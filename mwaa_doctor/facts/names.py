"""Names that the code of users may hold: standard library modules, distributions, arguments that were renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mwaa_doctor.facts.reading import read_rows, read_toml


@cache
def standard_library(python: tuple[int, int]) -> frozenset[str]:
    """The top-level modules of a Python, such as ``(3, 11)``."""
    document = read_toml("python_modules.toml")
    found = set(document["always"].split())
    for row in document["module"]:
        added, removed = (_version(row.get(key)) for key in ("added", "removed"))
        if (added is None or python >= added) and (removed is None or python < removed):
            found.add(row["name"])
    return frozenset(found)


def _version(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    major, _, minor = text.partition(".")
    return int(major), int(minor)


def known_distributions() -> Mapping[str, str]:
    """Import name to the distribution that has it, where the two names differ."""
    found: Mapping[str, str] = read_toml("import_distributions.toml")["distributions"]
    return found


@dataclass(frozen=True, slots=True)
class RenamedArgument:
    """A former argument of DAGs and operators: its successor (empty if none), and whether its value can stay."""

    name: str
    instead: str
    exact: bool = False


@cache
def renamed_arguments() -> Mapping[str, RenamedArgument]:
    """The former arguments by name."""
    return {row.name: row for row in read_rows("renamed_arguments.toml", "argument", RenamedArgument)}


@cache
def namespaces() -> Mapping[str, tuple[str, ...]]:
    """Namespace packages of which an image holds some parts only, with these parts."""
    return {name: tuple(parts) for name, parts in read_toml("import_distributions.toml")["namespaces"].items()}


def successor(name: str) -> str | None:
    """What to do in place of a name that Airflow or a provider dropped; ``None`` if the facts do not know."""
    found: str | None = read_toml("renamed_names.toml")["names"].get(name)
    return found


def same_class(name: str) -> str:
    """What a class is called that a dropped one was but another name for; an empty text if there is none."""
    found: str = read_toml("renamed_names.toml")["same"].get(name, "")
    return found
