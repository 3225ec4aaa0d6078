"""Snapshots as files: versioned JSON that keeps places and says of every unknown value why it is not known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mwaa_doctor.models.snapshot import Resource, Snapshot, Step
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

FORMAT, VERSION = "mwaa-doctor-snapshot", 1
MAX_BYTES = 256 * 1024 * 1024
_UNKNOWN, _TEXT, _MAP = "$unknown", "$text", "$map"


class SnapshotError(Exception):
    """A file that is no snapshot: one sentence for the user."""


def write_snapshots(snapshots: tuple[Snapshot, ...]) -> str:
    """One document; the same snapshots always give the same text."""
    document = {"format": FORMAT, "version": VERSION, "snapshots": [_snapshot(item) for item in snapshots]}
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_snapshots(data: bytes) -> tuple[Snapshot, ...]:
    """The reverse; raises ``SnapshotError`` on anything else."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise SnapshotError(f"is not valid JSON: {problem}") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise SnapshotError("is no snapshot: `mwaa-doctor snapshot` writes them")
    if document.get("version") != VERSION:
        raise SnapshotError(f"is a snapshot of version {document.get('version')}, this program reads version {VERSION}")
    try:
        return tuple(_read_snapshot(item) for item in document["snapshots"])
    except RecursionError:
        raise SnapshotError("is nested too deeply") from None
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise SnapshotError(f"is a damaged snapshot: {type(problem).__name__} {problem}") from None


def _snapshot(item: Snapshot) -> dict[str, Any]:
    return {
        "source": item.source,
        "name": item.name,
        "account": _value(item.account),
        "region": _value(item.region),
        "partition": _value(item.partition),
        "listed": sorted(item.listed),
        "gaps": dict(item.gaps),
        "absent": sorted(map(list, item.absent)),
        "denied": list(item.denied),
        "hidden": list(item.hidden),
        "resources": [_resource(resource) for resource in item.resources],
    }


def _resource(item: Resource) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "key": _value(item.key),
        "label": item.label,
        "body": _value(dict(item.body)),
        "place": asdict(item.place),
        "places": [[list(path), asdict(place)] for path, place in item.places.items()],
        "doubt": item.doubt,
    }


def _value(value: Any) -> Any:
    if isinstance(value, Unknown):
        return {_UNKNOWN: value.reason}
    if isinstance(value, TemplateText):
        return {
            _TEXT: [part if isinstance(part, str) else [part.name, part.reason, part.distinct] for part in value.parts]
        }
    if isinstance(value, Mapping):
        plain = {str(key): _value(item) for key, item in value.items()}
        return {_MAP: plain} if any(key.startswith("$") for key in plain) else plain
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value


def _read_snapshot(item: dict[str, Any]) -> Snapshot:
    return Snapshot(
        source=_string(item["source"]),
        name=_string(item["name"]),
        resources=tuple(_read_resource(resource) for resource in item["resources"]),
        account=_read_text(item["account"]),
        region=_read_text(item["region"]),
        partition=_read_text(item["partition"]),
        listed=frozenset(_string(kind) for kind in item.get("listed", ())),
        gaps={_string(kind): _string(reason) for kind, reason in item.get("gaps", {}).items()},
        absent=frozenset((_string(kind), _string(key)) for kind, key in item.get("absent", ())),
        denied=tuple(_string(action) for action in item.get("denied", ())),
        hidden=tuple(_string(name) for name in item.get("hidden", ())),
    )


def _read_resource(item: dict[str, Any]) -> Resource:
    key, body = _read_text(item["key"]), _read_value(item["body"])
    if isinstance(key, Unknown) or not isinstance(body, dict):
        raise TypeError("a resource without key or body")
    places: dict[tuple[Step, ...], Place] = {tuple(path): Place(**place) for path, place in item.get("places", ())}
    label = _string(item.get("label", key))
    return Resource(
        _string(item["kind"]),
        key,
        label,
        body,
        Place(**item["place"]) if "place" in item else Place(label),
        places,
        _string(item.get("doubt", "")),
    )


def _read_text(value: Any) -> str | TemplateText | Unknown:
    read = _read_value(value)
    if not isinstance(read, (str, TemplateText, Unknown)):
        raise TypeError(f"{value!r:.40} is no text")
    return read


def _read_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_read_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (key, inner) = next(iter(value.items()))
        if key == _UNKNOWN:
            return Unknown(_string(inner))
        if key == _TEXT:
            return join_texts(part if isinstance(part, str) else Hole(*map(_string, part)) for part in inner)
        if key == _MAP:
            return {name: _read_value(item) for name, item in inner.items()}
    return {name: _read_value(item) for name, item in value.items()}


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value
