"""Which metrics are quiet while all is well, and what it means when they are not.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class HealthMetric:
    """A metric in the namespace AmazonMWAA, its statistic, and the limit that holds while all is well."""

    name: str
    statistic: str
    says: str
    at_most: int | None = None
    at_least: int | None = None


@cache
def health_metrics() -> Mapping[str, HealthMetric]:
    """The metrics by name."""
    return MappingProxyType({row.name: row for row in read_rows("health_metrics.toml", "metric", HealthMetric)})
