"""What rules offer as repairs of policies and templates in JSON; those in YAML are left to people."""

from __future__ import annotations

from mwaa_doctor.rule import Place, Rewrite

_GENERATED = (".template.json", ".assets.json")


def other_text(place: Place, written: str, new: str) -> tuple[Rewrite, ...]:
    """Another text for one that stands at a place, or whose key does."""
    at = (place.line, place.column)
    return (Rewrite("replace-json-text", place.path, at, written, new),) if _is_source(place) else ()


def text_beside(place: Place, written: str, new: str) -> tuple[Rewrite, ...]:
    """One more text in a list, beside the one that stands at a place or whose key does."""
    at = (place.line, place.column)
    return (Rewrite("add-json-text", place.path, at, written, new),) if _is_source(place) else ()


def _is_source(place: Place) -> bool:
    return place.path.endswith(".json") and not place.path.endswith(_GENERATED)
