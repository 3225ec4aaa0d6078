"""CloudWatch alarms on an environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.environment import GIVE_ENVIRONMENT, Environment
from mwaa_doctor.models.snapshot import Resource, Spot, Step
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

AIRFLOW, SERVICE = "AmazonMWAA", "AWS/MWAA"


@dataclass(frozen=True)
class Alarm:
    """An alarm on one metric, told of beside an environment that it may watch."""

    record: Resource
    environment: Environment

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Alarm]:
        """The alarms that may be on the environment; those that name none belong to the first one of the snapshot.

        Raises ``Unknown`` if they could not be had.
        """
        if not isinstance(source, Environment):
            return ()
        return [
            cls(record, source) for record in source.snapshot.read("cloudwatch:Alarm") if _may_watch(record, source)
        ]

    @property
    def place(self) -> Place:
        """Where the alarm is declared."""
        return self.record.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.record.label

    def name(self, key: str) -> str | None:
        """``Namespace`` or ``MetricName``, if it is written out."""
        value = self.record.body.get(key)
        return value if isinstance(value, str) else None

    @property
    def dimensions(self) -> dict[str, Any]:
        """The dimensions by name; raises ``Unknown`` if they are not all known."""
        found = {}
        for item in self.record.items("Dimensions"):
            if not isinstance(item, Mapping) or not isinstance(item.get("Name"), str):
                raise Unknown("the dimensions of the alarm are not known")
            found[item["Name"]] = item.get("Value")
        return found

    def at(self, *path: Step) -> Spot:
        """What a finding about a value points at."""
        return self.record.at(*path)


def _may_watch(record: Resource, environment: Environment) -> bool:
    dimensions = record.body.get("Dimensions")
    for item in dimensions if isinstance(dimensions, (list, tuple)) else ():
        if isinstance(item, Mapping) and item.get("Name") == "Environment":
            value, name = item.get("Value"), environment.record.raw("Name")
            if isinstance(value, (str, TemplateText)) and isinstance(name, (str, TemplateText)):
                return may_be_equal(value, name) is not False
    first = next(environment.snapshot.environments(), None)
    return first is environment.record
