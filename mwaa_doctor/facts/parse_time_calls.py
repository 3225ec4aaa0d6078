"""What a call costs when it runs at every parse of a DAG file: parse_time_call(qualified_name).

Source: see parse_time_calls.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from mwaa_doctor.facts.reading import read_rows

_ANY = "[^()]*"


@dataclass(frozen=True, slots=True)
class ParseTimeCost:
    """Calls of one kind: `connection`, `http`, `database`, `aws`, `client`, `subprocess`, `sleep`.

    `label` says what such a call does, to follow its name: "sends an HTTP request".
    """

    kind: str
    label: str
    patterns: tuple[str, ...]


@lru_cache(maxsize=16384)
def parse_time_call(qualified_name: str) -> ParseTimeCost | None:
    """What the call of this qualified name costs; None if nothing is known of it.

    A method of a boto3 resource counts; making a sub-resource such as `Table("x")`, whose name is upper case, does not.
    """
    exact, by_package = _patterns()
    found = exact.get(qualified_name)
    if found is None:
        candidates = by_package.get(qualified_name.partition(".")[0], ())
        found = next((row for pattern, row in candidates if pattern.fullmatch(qualified_name)), None)
    if found is None or found.kind == "none":
        return None
    if found.kind == "aws-resource":
        if qualified_name.rpartition(".")[2][:1].isupper():
            return None
        return ParseTimeCost("aws", found.label, found.patterns)
    return found


@cache
def _patterns() -> tuple[dict[str, ParseTimeCost], dict[str, list[tuple[re.Pattern[str], ParseTimeCost]]]]:
    """Names without a wildcard, and the patterns with one by the first part of the name, in the order of the file."""
    exact: dict[str, ParseTimeCost] = {}
    by_package: dict[str, list[tuple[re.Pattern[str], ParseTimeCost]]] = {}
    for row in read_rows("parse_time_calls.toml", "call", ParseTimeCost):
        for pattern in row.patterns:
            if "*" not in pattern:
                exact.setdefault(pattern, row)
                continue
            expression = re.compile(_ANY.join(map(re.escape, pattern.split("*"))))
            by_package.setdefault(pattern.partition(".")[0], []).append((expression, row))
    return exact, by_package
