"""The report of ``mwaa-doctor network``: a table of what each subnet reaches, and the proof of what it does not."""

from __future__ import annotations

import json
from typing import Any

from mwaa_doctor.reachability import Reachability

from .characters import visible

FORMAT_VERSION = 1
_COLORS = {"yes": "32", "no": "31;1", "unknown": "33"}


def as_json(found: tuple[Reachability, ...]) -> str:
    """One JSON document."""
    environments = [
        {
            "name": item.name,
            "resource": item.resource,
            "source": item.source,
            "place": item.place,
            "routing": dict(item.routing),
            "connections": [connection.to_json() for connection in item.connections],
        }
        for item in found
    ]
    return json.dumps({"version": FORMAT_VERSION, "environments": environments}, indent=1, ensure_ascii=False) + "\n"


def as_text(found: tuple[Reachability, ...], view: Any) -> str:
    """Tables for people."""
    return "\n".join("\n".join(_environment(item, view.color)) for item in found) + "\n"


def _environment(item: Reachability, color: bool) -> list[str]:
    lines = [visible(f"{item.name} ({item.resource})" if item.resource != item.name else item.name)]
    lines += [visible(f"  {subnet}: {routing}") for subnet, routing in item.routing.items()]
    head = ("FROM", "TO", "PORT", "VERDICT", "THROUGH", "BROKEN AT")
    rows = [
        tuple(
            visible(cell)
            for cell in (row.source, row.target, str(row.port), row.answer.verdict.value, row.through, row.broken_at)
        )
        for row in item.connections
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines += ["", _line(head, widths, False), *(_line(row, widths, color) for row in rows)]
    for verdict, title in (("no", "Why not"), ("unknown", "Why it is not known")):
        reasons = _reasons(item, verdict)
        if reasons:
            lines += ["", title, *(f"  {reason}" for reason in reasons)]
    counts = {name: sum(row.answer.verdict.value == name for row in item.connections) for name in _COLORS}
    lines += ["", f"{counts['yes']} reached, {counts['no']} not reached, {counts['unknown']} not known"]
    return lines


def _line(row: tuple[str, ...], widths: list[int], color: bool) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
    if color and row[3] in _COLORS:
        cells[3] = f"\x1b[{_COLORS[row[3]]}m{cells[3]}\x1b[0m"
    return "  " + "  ".join(cells).rstrip()


def _reasons(item: Reachability, verdict: str) -> list[str]:
    """Each proof once, with what it keeps from being reached."""
    found: dict[str, list[str]] = {}
    for row in item.connections:
        if row.answer.verdict.value == verdict:
            found.setdefault(row.answer.text, []).append(row.target)
    return [visible(f"{', '.join(dict.fromkeys(targets))}: {text}") for text, targets in found.items()]
