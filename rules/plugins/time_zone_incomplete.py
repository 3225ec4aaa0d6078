"""A plugin sets a time zone that does not take effect.

Why
    Python reads `TZ` once. Without `time.tzset()` the process keeps its zone, and an unknown zone counts as UTC: logs
    and times of day stay as they were.

Fix
    `os.environ["TZ"] = "Europe/Berlin"`, then `time.tzset()`.

Bad
    # plugins/zone_plugin.py
    import os

    os.environ["TZ"] = "Europe/Berlin"  # <- here
    ---
    # plugins/zone_plugin.py
    import os
    import time

    os.environ["TZ"] = "Europe/Frankfurt"  # <- here
    time.tzset()

Good
    # plugins/zone_plugin.py
    import os
    import time

    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
"""

import ast
from collections.abc import Iterator
from functools import cache

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["timezone-plugin"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-plugins-timezone.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    if file.role != "plugin" or not file.mentions(b"tz"):
        return
    for target, value, scope, _ in file.index.subscript_writes:
        if file.resolve(target.value, scope) != "os.environ" or file.constant(target.slice, scope) != "TZ":
            continue
        zone = file.constant(value, scope) if isinstance(value, ast.expr) else None
        if not file.calls("time.tzset"):
            yield Finding(file.place_of(target), "`TZ` is set without `time.tzset()`, so the process keeps its zone")
        elif isinstance(zone, str) and _zones() and zone not in _zones():
            yield Finding(file.place_of(target), f"`{zone}` is no time zone, so the time is UTC")


@cache
def _zones() -> frozenset[str]:
    import zoneinfo

    return frozenset(zoneinfo.available_timezones())
