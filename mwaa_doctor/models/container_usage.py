"""How busy the containers of an environment were at most, over a fortnight."""

from __future__ import annotations

from dataclasses import dataclass

from mwaa_doctor.models.environment import Environment, EnvironmentPart
from mwaa_doctor.models.metric_series import MetricSeries

_KIND = "cloudwatch:Usage"


@dataclass(frozen=True)
class ContainerUsage(EnvironmentPart):
    """The maxima of processor and memory, in percent, of each six hours, by container."""

    environment: Environment
    series: tuple[MetricSeries, ...]

    @classmethod
    def subjects(cls, source: object) -> tuple[ContainerUsage, ...]:
        """What was measured of a running environment; raises ``Unknown`` if it could not be had."""
        if not isinstance(source, Environment):
            return ()
        found = [MetricSeries(record, source) for record in source.snapshot.read(_KIND)]
        own = tuple(one for one in found if one.is_of(source) and one.dimensions.get("Cluster") and one.values)
        return (cls(source, own),) if own else ()

    @property
    def has_additional_workers(self) -> bool:
        """Whether workers were ever added to the least number."""
        return any("Additional" in one.dimensions["Cluster"] for one in self.series)

    @property
    def most(self) -> float:
        """The highest value of all."""
        return max(max(one.values) for one in self.series)

    @property
    def least_values(self) -> int:
        """The number of values of the container that has the fewest."""
        return min(len(one.values) for one in self.series)
