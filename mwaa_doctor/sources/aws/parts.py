"""Collects the parts of one snapshot: resources, what is certainly absent, and why a kind could not be had."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from mwaa_doctor.models.snapshot import Resource
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.aws.reader import NotFoundError
from mwaa_doctor.unknown import Unknown


@dataclass
class Parts:
    """What has been collected so far; each collector has its own, so that none disturbs another."""

    resources: list[Resource] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    gaps: dict[str, str] = field(default_factory=dict)
    absent: set[tuple[str, str]] = field(default_factory=set)

    def add(self, kind: str, key: str, body: dict[str, Any], label: str | None = None) -> None:
        """Add an object; ``label`` is its ARN where it has one."""
        body.pop("ResponseMetadata", None)
        self.resources.append(Resource(kind, key, label or key, _plain(body), Place(label or key)))

    def add_all(self, kind: str, key: str, bodies: Callable[[], Iterable[dict[str, Any]]], label: str = "") -> None:
        """Add the members of a list, of which nothing is missing; or note why it could not be had."""
        try:
            members = list(bodies())
        except NotFoundError:
            members = []
        except Unknown as unknown:
            self.gaps.setdefault(kind, unknown.reason)
            return
        for body in members:
            if isinstance(body, dict) and isinstance(body.get(key), str):
                self.add(kind, body[key], body, body.get(label) if label else None)
        self.listed.add(kind)

    def merge(self, other: Parts) -> None:
        """Take in what another collector has found."""
        self.resources.extend(other.resources)
        self.listed |= other.listed
        self.gaps.update(other.gaps)
        self.absent |= other.absent


def _plain(value: Any) -> Any:
    """The same value with times as ISO 8601 texts, so that a saved snapshot equals the one that was saved."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def tried(call: Callable[[], Any], *, absent: Any = None) -> Any:
    """The answer of a call, ``absent`` if there is no such thing, or the ``Unknown`` that says why it is not known."""
    try:
        return call()
    except NotFoundError:
        return absent
    except Unknown as unknown:
        return unknown
