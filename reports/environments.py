"""Several environments side by side: what each is, what was found in it, and in what they differ."""

from __future__ import annotations

from typing import Any

from mwaa_doctor.result import Result

from .characters import visible
from .sentences import SEVERITIES

HEADING = ("environment", "Region", "Airflow", "class", "errors", "warnings", "info")


def table(result: Result) -> list[tuple[str, ...]]:
    """A row per environment under ``HEADING``; nothing if there are fewer than two."""
    if len(result.environments) < 2:
        return []
    return [
        (
            visible(row["name"]),
            _region(row["resource"]),
            row["airflow_version"] or "?",
            row["environment_class"] or "?",
            *(str((row.get("findings") or {}).get(severity.label, "?")) for severity in SEVERITIES),
        )
        for row in result.environments
    ]


def drift(result: Result) -> list[str]:
    """In what the environments differ: each setting with who has which value."""
    if len(result.environments) < 2:
        return []
    settings: dict[str, dict[str, list[str]]] = {}
    for row in result.environments:
        for name, value in _settings(row):
            settings.setdefault(name, {}).setdefault(value, []).append(visible(row["name"]))
    found = []
    for name, values in settings.items():
        if len(values) > 1:
            ranked = sorted(values.items(), key=lambda item: (-len(item[1]), item[0]))
            found.append(f"{name}: " + "; ".join(f"{visible(value)} ({_names(names)})" for value, names in ranked))
    return found


def _settings(row: dict[str, Any]) -> list[tuple[str, str]]:
    own = [
        ("Airflow", row["airflow_version"]),
        ("Class", row["environment_class"]),
        ("Access", row["webserver_access_mode"]),
    ]
    details = [(item["name"], item["value"]) for item in row["details"]]
    return [(name, value) for name, value in (*own, *details) if value]


def _names(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 4 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def _region(resource: str) -> str:
    fields = resource.split(":")
    return visible(fields[3]) if len(fields) >= 6 and fields[0] == "arn" else ""
