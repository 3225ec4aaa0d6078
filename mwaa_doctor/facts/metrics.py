"""The metrics that MWAA sends to CloudWatch.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows, read_toml

_FILE = "metrics.toml"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of Airflow: its name in CloudWatch, what its StatsD name begins with (`*`: anything), and its unit.

    `since` and `until` are the first and the last Airflow version that sends it; None: no limit known.
    """

    name: str
    statsd: str
    unit: str
    since: str | None = None
    until: str | None = None

    def is_sent_by(self, version: str) -> bool:
        """Whether Airflow `version`, three numbers with dots, sends it."""
        mine = _numbers(version)
        return (self.since is None or mine >= _numbers(self.since)) and (
            self.until is None or mine <= _numbers(self.until)
        )


@cache
def airflow_metrics() -> Mapping[str, Metric]:
    """The metrics in the namespace AmazonMWAA, by name."""
    return MappingProxyType({row.name: row for row in read_rows(_FILE, "metric", Metric)})


@cache
def infrastructure_metrics() -> frozenset[str]:
    """Names of metrics in the namespace AWS/MWAA."""
    return frozenset(read_toml(_FILE)["infrastructure"])


@cache
def metric_dimensions() -> frozenset[str]:
    """Names of dimensions that metrics in the namespace AmazonMWAA have."""
    return frozenset(read_toml(_FILE)["dimensions"])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
