"""The properties of an environment, in words.

Source: https://docs.aws.amazon.com/mwaa/latest/API/API_CreateEnvironment.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class PropertyForm:
    """What a property looks like: `property` is a path in which `[]` is a member of a list and `*` a key of a map."""

    property: str
    form: str
    example: str | None = None


@dataclass(frozen=True, slots=True)
class FinalProperty:
    """A property that holds for an environment's whole life.

    Without it ``default`` holds, or what ``unset`` says in words; with neither it is required.
    """

    path: str
    words: str
    default: str | None = None
    unset: str | None = None


def final_properties() -> tuple[FinalProperty, ...]:
    """The properties that cannot be changed after the environment is created."""
    return read_rows("final_properties.toml", "property", FinalProperty)


def property_form(path: Iterable[str | int]) -> PropertyForm | None:
    """The row for a path of keys and positions, or None."""
    steps = list(path)
    plain = "".join("[]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
    starred = f"{steps[0]}.*" if len(steps) == 2 else plain
    rows = {row.property: row for row in read_rows("environment_properties.toml", "property", PropertyForm)}
    return rows.get(plain) or rows.get(starred)
