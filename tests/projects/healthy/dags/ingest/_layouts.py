"""Field tables of the carriers' files. Reading one is the task's business, see carrier_feeds.py (an airflow DAG file)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    carrier: str
    delimiter: str
    columns: tuple[str, ...]
    arrives: str  # cron, in the carrier's own time zone
    timezone: str = "UTC"


LAYOUTS = [
    Layout("alder", ";", ("id", "weight", "from", "to"), "15 4 * * *", "Europe/Berlin"),
    Layout("birch", "|", ("shipment", "kg", "origin", "destination"), "0 */6 * * *"),
    Layout("cedar", "\t", ("ref", "mass", "source", "sink"), "30 2 * * MON-FRI", "America/Chicago"),
]
