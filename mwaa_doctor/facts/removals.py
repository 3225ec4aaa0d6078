"""What Airflow 3 no longer takes.

Source: the upgrade guide of Airflow 3, tried out with its wheels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class RemovedFeature:
    """An argument, value or context key that Airflow 3 removed.

    `kind`: `dag-argument`, `task-argument`, `trigger-rule` or `context-key`. `effect`: `refused` or `ignored`.
    `same` if the replacement has always the same value.
    """

    kind: str
    name: str
    replacement: str | None = None
    effect: str = "refused"
    same: bool = False


@cache
def removed_features(kind: str) -> Mapping[str, RemovedFeature]:
    """The removed features of one kind by name."""
    rows = read_rows("removed_features.toml", "feature", RemovedFeature)
    return MappingProxyType({row.name: row for row in rows if row.kind == kind})
