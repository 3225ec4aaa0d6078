"""The catalogue of what AWS documents about MWAA: every requirement, pitfall and symptom that a rule may cover.

Source: the MWAA user guide; each row names its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import FactsError, read_bytes

NAME = "requirements.jsonl"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One documented requirement.

    `kind`: rule, pitfall, symptom, fact or out (not detectable). `strength`: error, warning or info. `static` and
    `live`: whether code or an account is enough to check it. `now`: what has changed since the manual said so.
    """

    key: str
    family: str
    kind: str
    requirement: str
    applies_when: str
    strength: str
    static: bool
    live: bool
    how: str
    remedy: str
    source_section: str
    source_url: str | None = None
    now: str | None = None


@cache
def requirements() -> Mapping[str, Requirement]:
    """Requirement by key, in the order of the catalogue. Raises FactsError if the catalogue is damaged."""
    import json

    _, *lines = read_bytes(NAME).decode("utf-8").splitlines()  # the first line is the origin
    try:
        rows = [Requirement(**json.loads(line)) for line in lines]
    except (ValueError, TypeError) as error:
        raise FactsError(NAME, "is damaged") from error
    return MappingProxyType({row.key: row for row in rows})
