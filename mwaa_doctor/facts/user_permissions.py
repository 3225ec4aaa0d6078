"""What people and pipelines around an environment need: duties(), user_permissions().

Source: see user_permissions.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody is for: the word of the configuration, and what he does in words."""

    name: str
    does: str


@dataclass(frozen=True, slots=True)
class UserPermission:
    """Actions that whoever has one of the `duties` needs on each of the `resources`; see user_permissions.toml."""

    duties: tuple[str, ...]
    purpose: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    severity: str = "warning"
    only_with: str = ""
    source: str = ""


def duties() -> Mapping[str, str]:
    """What somebody with each duty does, in words."""
    return {row.name: row.does for row in read_rows("user_permissions.toml", "duty", Duty)}


def user_permissions(duty: str) -> tuple[UserPermission, ...]:
    """What a duty needs, in the order of the guide."""
    rows = read_rows("user_permissions.toml", "permission", UserPermission)
    return tuple(row for row in rows if duty in row.duties)
