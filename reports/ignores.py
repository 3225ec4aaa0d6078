"""The list of ignores, for people and for machines."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from .characters import json_escaped, visible
from .sentences import spot

_STATES = ("used", "unused", "expired", "unknown")


def as_text(rows: list[Any], prefix: str) -> str:
    """One block per ignore, and a count."""
    blocks = []
    for row in rows:
        about = f" for {row.target}" if row.target else ""
        lines = [f"{spot(row.place, prefix)}  {', '.join(row.rules) or '(no rule)'}{about}", f"  {_history(row)}"]
        if row.reason:
            lines.append(f"  {row.reason}")
        blocks.append("\n".join(map(visible, lines)))
    states = Counter(row.state for row in rows)
    counts = ", ".join(f"{states[state]} {state}" for state in _STATES if states[state])
    total = f"{len(rows)} ignore{'' if len(rows) == 1 else 's'}"
    return "\n\n".join([*blocks, f"{total}{f': {counts}' if counts else ''}."]) + "\n"


def _history(row: Any) -> str:
    age = "age unknown" if row.age is None else f"{row.age} day{'' if row.age == 1 else 's'} old"
    parts = [row.state, age]
    if row.until is not None:
        parts.append(f"until {row.until}")
    if row.owner:
        parts.append(f"owner {row.owner}")
    return ", ".join(parts)


def as_json(rows: list[Any], prefix: str) -> str:
    """A document with a version."""
    found = [
        {
            "path": row.place.path,
            "line": row.place.line,
            "rules": list(row.rules),
            "target": row.target or None,
            "reason": row.reason,
            "owner": row.owner or None,
            "until": row.until.isoformat() if row.until is not None else None,
            "state": row.state,
            "age_days": row.age,
        }
        for row in rows
    ]
    document = {"schema_version": 1, "prefix": prefix, "ignores": found}
    return json_escaped(json.dumps(document, indent=1, ensure_ascii=False)) + "\n"
