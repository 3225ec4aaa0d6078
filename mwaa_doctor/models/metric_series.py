"""What CloudWatch measured of an environment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.snapshot import Resource
from mwaa_doctor.rule import Place

_KIND = "cloudwatch:Metric"


@dataclass(frozen=True)
class MetricSeries:
    """The values of one metric over the last day before it was read, oldest first, one per period."""

    record: Resource
    environment: Environment

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "a running environment (`mwaa-doctor audit`)"

    @classmethod
    def subjects(cls, source: object) -> Iterable[MetricSeries]:
        """The series of an environment; raises ``Unknown`` if they could not be had."""
        if not isinstance(source, Environment):
            return ()
        return [cls(record, source) for record in source.snapshot.read(_KIND) if cls(record, source).is_of(source)]

    def is_of(self, environment: Environment) -> bool:
        """Whether it measures this environment."""
        return self.dimensions.get("Environment") == environment.record.body.get("Name")

    @property
    def place(self) -> Place:
        """The environment that it belongs to."""
        return self.environment.place

    @property
    def resource(self) -> str:
        """The environment that it belongs to."""
        return self.environment.resource

    @property
    def namespace(self) -> str:
        """``AmazonMWAA`` for Airflow, ``AWS/MWAA`` for containers and the like."""
        return str(self.record.get("Namespace"))

    @property
    def name(self) -> str:
        """The metric."""
        return str(self.record.get("MetricName"))

    @property
    def dimensions(self) -> dict[str, str]:
        """The dimensions by name."""
        return {str(item["Name"]): str(item["Value"]) for item in self.record.items("Dimensions")}

    @property
    def values(self) -> tuple[float, ...]:
        """A value per period that has any."""
        return tuple(float(value) for value in self.record.items("Values"))

    @property
    def where(self) -> str:
        """The dimensions beside the environment, in words."""
        return ", ".join(f"{name} {value}" for name, value in self.dimensions.items() if name != "Environment")
