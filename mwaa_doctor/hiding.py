"""Takes credentials out of a snapshot before it is judged or saved, so that both see the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mwaa_doctor.models.airflow_options import HIDDEN, AirflowOptions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.unknown import Unknown

_OPTIONS = "AirflowConfigurationOptions"


def without_credentials(snapshot: Snapshot) -> tuple[Snapshot, tuple[str, ...]]:
    """The snapshot with the values of options hidden that hold, or may hold, a credential; and the options' names."""
    hidden: list[str] = []
    resources = tuple(_cleaned(snapshot, resource, hidden) for resource in snapshot.resources)
    return replace(snapshot, resources=resources), tuple(hidden)


def _cleaned(snapshot: Snapshot, resource: Resource, hidden: list[str]) -> Resource:
    if resource.kind != "mwaa:Environment" or not isinstance(resource.body.get(_OPTIONS), dict):
        return resource
    try:
        options = AirflowOptions(Environment(snapshot, resource)).options
    except Unknown:
        return resource
    values: dict[str, Any] = dict(resource.body[_OPTIONS])
    for option in options:
        if option.is_plain_secret or (option.holds_secret and isinstance(option.value, str) and option.value):
            values[option.name] = HIDDEN if option.is_plain_secret else f"{HIDDEN} perhaps"
            hidden.append(f"{resource.label} {option.name}")
    return replace(resource, body={**resource.body, _OPTIONS: values})
