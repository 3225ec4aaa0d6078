"""The time zone of a start date does not come from pendulum.

Why
    Airflow reads cron expressions in the zone of the start date, and knows only those of pendulum. A pytz zone given as
    `tzinfo` stands for the local time of the 19th century, so the first interval is missed; others keep the offset of
    the start date all year, so from the change of the clocks on runs come an hour off.

Fix
    Write `start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Berlin")`.

Bad
    # dags/load.py
    from datetime import datetime

    import pytz
    from airflow import DAG
    from dateutil import tz

    DAG("pytz", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=pytz.timezone("Europe/Berlin")))  # <- here
    DAG("dateutil", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=tz.gettz("Europe/Berlin")))  # <- here
    ---
    # airflow-version: 2.7.2
    # dags/load.py
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from airflow import DAG

    DAG("zoneinfo", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")))  # <- here

Good
    # dags/load.py
    from datetime import datetime, timedelta, timezone
    from zoneinfo import ZoneInfo

    import pendulum
    import pytz
    from airflow import DAG

    DAG("utc", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=timezone.utc))
    DAG("pytz_utc", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=pytz.timezone("UTC")))
    DAG("fixed", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=9))))
    DAG("zoneinfo", schedule="0 6 * * *", start_date=datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")))
    DAG("localized", schedule="0 6 * * *", start_date=pytz.timezone("Europe/Berlin").localize(datetime(2024, 1, 1)))
    DAG("pendulum", schedule="0 6 * * *", start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Berlin"))
"""

import ast
from collections.abc import Iterator
from typing import Literal

from mwaa_doctor.facts.time_zones import zone_effects
from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.python_file import argument
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import AirflowVersion, Target

_UTC = ("utc", "gmt", "zulu", "uct", "universal", "greenwich")
_EFFECTS = {
    "local-mean-time": "stands for local mean time, some minutes off, when given as `tzinfo`",
    "frozen": "is frozen to the offset of the start date and does not follow summer time",
    "not-stored": "cannot be stored with the DAG by this Airflow version, so the DAG does not load",
}


@rule(
    severity="warning",
    covers=["dag-timezone"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-plugins-timezone.html",
)
def check(dag: Dag, target: Target) -> Iterator[Finding]:
    given = dag.arguments.get("start_date")
    if given is None and dag.complete and "default_args" in dag.arguments:
        given = dag.default_args.get("start_date")
    zone = _zone(given.origin) if given is not None else None
    if given is None or zone is None or not isinstance(zone.node, ast.Call):
        return
    maker = zone.file.resolve(zone.node.func, zone.scope)
    for row in sorted(zone_effects(maker), key=lambda row: row.effect != "not-stored"):
        schedule = dag.schedule
        if row.effect != "not-stored" and schedule is not None and schedule.value is None:
            continue
        since, before = AirflowVersion.parse(row.since), AirflowVersion.parse(row.before)
        always = row.since == "0.0.0" and row.before.startswith("999.")
        if always or (since is not None and before is not None and since <= target.airflow < before):
            severe: Literal["error", "warning"] = "error" if row.effect == "not-stored" else "warning"
            message = f"the zone from `{maker}` {_EFFECTS[row.effect]}"
            yield Finding(given, message, severity=severe, resource=dag.resource)
            return


def _zone(date: Argument) -> Argument | None:
    """The expression of a date's zone, unless it is UTC."""
    if not isinstance(date.node, ast.Call):
        return None
    name = date.file.resolve(date.node.func, date.scope)
    replaced = isinstance(date.node.func, ast.Attribute) and date.node.func.attr == "replace"
    if name != "datetime.datetime" and not replaced:
        return None
    node = argument(date.node, "tzinfo", 7 if not replaced else -1)
    zone = date.part(node).origin if node is not None else None
    if zone is None or not isinstance(zone.node, ast.Call):
        return None
    place = zone.file.constant(zone.node.args[0], zone.scope) if zone.node.args else None
    is_utc = isinstance(place, str) and (place.lower().removeprefix("etc/").startswith(_UTC))
    return None if is_utc else zone
