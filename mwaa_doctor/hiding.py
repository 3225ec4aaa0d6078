"""Takes credentials out of a snapshot before it is judged or saved, so that both see the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mwaa_doctor.models.airflow_options import HIDDEN, AirflowOptions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.redaction import redact
from mwaa_doctor.models.secrets import is_credential, written_secrets
from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.unknown import Unknown

_OPTIONS = "AirflowConfigurationOptions"


def without_credentials(snapshot: Snapshot) -> Snapshot:
    """The snapshot without values that hold, or may hold, a credential; ``hidden`` names them.

    Looked at are the options of Airflow, tags by their names, and every other text by what it looks like.
    """
    hidden: list[str] = []
    resources = tuple(_cleaned(snapshot, resource, hidden) for resource in snapshot.resources)
    return replace(snapshot, resources=resources, hidden=tuple(dict.fromkeys((*snapshot.hidden, *hidden))))


def _cleaned(snapshot: Snapshot, resource: Resource, hidden: list[str]) -> Resource:
    body: dict[str, Any] = dict(resource.body)
    options = body.pop(_OPTIONS, None)
    names: list[str] = []
    body = _shown(body, "", names)
    hidden.extend(f"{resource.label} {name}" for name in names)
    if options is not None:
        body[_OPTIONS] = _without_secret_options(snapshot, resource, hidden)
    return replace(resource, body=body)


def _without_secret_options(snapshot: Snapshot, resource: Resource, hidden: list[str]) -> Any:
    given = resource.body[_OPTIONS]
    if not isinstance(given, dict):
        return given
    try:
        options = AirflowOptions(Environment(snapshot, resource)).options
    except Unknown:
        return given
    values: dict[str, Any] = dict(given)
    for option in options:
        if option.is_plain_secret or (option.holds_secret and isinstance(option.value, str) and option.value):
            values[option.name] = HIDDEN if option.is_plain_secret else f"{HIDDEN} perhaps"
            hidden.append(f"{resource.label} {option.name}")
    return values


def _shown(value: Any, path: str, hidden: list[str], name: str = "") -> Any:
    """A value without credentials; ``name`` is that of the tag that it is the value of."""
    if isinstance(value, str):
        if name and is_credential(name, value):
            hidden.append(path)
            return HIDDEN
        text = redact(value, written_secrets(value))
        if text != value:
            hidden.append(path)
        return text
    if isinstance(value, Mapping):
        tag = value.get("Key") or value.get("TagKey")
        are_tags = path.rpartition(".")[2] in ("Tags", "tags")
        return {
            key: _shown(
                item,
                f"{path}.{key}".lstrip("."),
                hidden,
                str(key) if are_tags else str(tag) if isinstance(tag, str) and key in ("Value", "TagValue") else "",
            )
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_shown(item, f"{path}[{number}]", hidden) for number, item in enumerate(value)]
    return value
