"""Values in the types of AWS's answers: what is not known stays so."""

from __future__ import annotations

import ipaddress
from typing import Any

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.document import DocumentError, MarkedList, MarkedMap
from mwaa_doctor.sources.placed import PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
ADDRESSES_AWS_KEEPS = 5


def text(value: Any) -> Any:
    """A scalar as a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def integer(value: Any) -> Any:
    """A number given as a text or number; what is neither stays as it is."""
    if isinstance(value, TemplateText):
        return value.unknown
    if isinstance(value, str):
        digits = value.strip().removeprefix("-")
        return int(value) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def boolean(value: Any) -> Any:
    """A truth value given as such or as a text; what is neither stays as it is."""
    if isinstance(value, TemplateText):
        return value.unknown
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower(), value)
    return value


def protocol(value: Any) -> Any:
    """A protocol of a security group's rule as AWS answers it: ``tcp``, ``-1`` ..."""
    found = text(value)
    return _PROTOCOLS.get(found, found.lower()) if isinstance(found, str) else found


def listed(value: Any, place: Place | None = None) -> Any:
    """A list; a single value stands for a list of one, what is not known stays so."""
    if value is None or isinstance(value, (list, Unknown)):
        return value
    return PlacedList([value], place)


def as_reference(value: Any) -> Text | Unknown | None:
    """What names another object; ``None`` if nothing does."""
    if isinstance(value, (str, TemplateText, Unknown)):
        return value
    return None


def policy_document(value: Any, place: Place | None) -> Any:
    """A policy, decoded if it is given as a text of JSON."""
    from mwaa_doctor.sources.json_document import read_json

    if isinstance(value, TemplateText):
        return value.unknown
    if not isinstance(value, str):
        return value
    try:
        return placed(read_json(value).value, place)
    except DocumentError as problem:
        return Unknown(f"the policy is no valid JSON: {problem.message}")


def placed(value: Any, place: Place | None) -> Any:
    """A value of a document, all its members at one place."""
    if isinstance(value, MarkedMap):
        return PlacedMap({key: placed(item, place) for key, item in value.items()}, place)
    if isinstance(value, MarkedList):
        return PlacedList([placed(item, place) for item in value], place)
    return value


def located(value: Any, path: str) -> Any:
    """A value of a document, its members where they stand in the file."""
    if isinstance(value, MarkedMap):
        mapping = PlacedMap({key: located(item, path) for key, item in value.items()})
        mapping.places.update({key: Place(path, *mark) for key, mark in value.marks.items()})
        return mapping
    if isinstance(value, MarkedList):
        members = PlacedList()
        for item, mark in zip(value, value.marks, strict=True):
            members.add(located(item, path), Place(path, *mark))
        return members
    return value


def free_addresses(block: Any) -> int | None:
    """How many addresses a new subnet has for others; ``None`` if its block is not known."""
    try:
        return ipaddress.IPv4Network(block, strict=False).num_addresses - ADDRESSES_AWS_KEEPS
    except ValueError:
        return None
