"""What a report says of an environment beside its findings: version, support, class, access, size."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

_DETAILS = {
    "Status": "Status",
    "MinWorkers": "Least workers",
    "MaxWorkers": "Most workers",
    "Schedulers": "Schedulers",
    "MinWebservers": "Least web servers",
    "MaxWebservers": "Most web servers",
    "EndpointManagement": "Endpoints managed by",
    "WeeklyMaintenanceWindowStart": "Weekly maintenance",
}


def target_row(target: Target) -> dict[str, Any]:
    """What the code is judged for, as plain values."""
    return {
        "airflow_version": str(target.version) if target.version else None,
        "airflow_version_source": target.version_source or None,
        "python": ".".join(map(str, target.known_python)) if target.known_python else None,
        "release": _release(str(target.version)) if target.version else None,
        "environment_class": target.environment_class_name,
        "webserver_access_mode": target.webserver_access_mode,
    }


def environment_row(environment: Environment, clean: Callable[[str], str], findings: dict[str, int]) -> dict[str, Any]:
    """An environment of a template, plan or snapshot as plain values.

    ``clean`` takes credentials out of a text, ``findings`` is how many there are by severity.
    """
    return {
        "name": clean(str(environment.record.body.get("Name") or environment.record.label)),
        "resource": environment.record.label,
        "source": environment.snapshot.source,
        **asdict(environment.place),
        **target_row(environment.target),
        "findings": findings,
        "details": [{"name": name, "value": clean(value)} for name, value in _details(environment)],
    }


def _release(version: str) -> dict[str, Any] | None:
    known = facts.release(version)
    if known is None:
        return None
    return {
        "status": known.status,
        "on_mwaa_since": str(known.mwaa_release),
        "end_of_support": str(known.end_of_support) if known.end_of_support else None,
        "source": known.source,
    }


def _details(environment: Environment) -> Iterator[tuple[str, str]]:
    """What else is known for certain, in words."""
    from mwaa_doctor.models.network.network import Network
    from mwaa_doctor.reachability import routing_of

    with contextlib.suppress(Unknown):
        routing = {text.partition(":")[0] for text in routing_of(Network.of_environment(environment)).values()}
        if len(routing) == 1:
            yield "Network", routing.pop()
    for key, label in _DETAILS.items():
        value = environment.record.body.get(key)
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            yield label, str(value)
