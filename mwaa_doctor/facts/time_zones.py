"""What Airflow makes of the time zone of a start_date: zone_effects(qualified_name).

Source: see time_zones.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class ZoneEffect:
    """What comes of zones made by these functions, in MWAA's Airflow versions `since` to, not including, `before`.

    `effect`: `local-mean-time` (as `tzinfo=` the zone stands for its oldest offset, off by some minutes), `frozen` (the
    offset of the start date holds all year) or `not-stored` (the DAG cannot be read back from the database).
    """

    names: tuple[str, ...]
    effect: str
    since: str = "0.0.0"
    before: str = "999.0.0"


def zone_effects(qualified_name: str) -> tuple[ZoneEffect, ...]:
    """The rows for a function or class that makes time zones."""
    return tuple(row for row in read_rows("time_zones.toml", "zone", ZoneEffect) if qualified_name in row.names)
