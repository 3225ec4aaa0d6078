"""The start date moves each time that the file is parsed.

Why
    Airflow starts a run when an interval that begins after the start date is over. A start date that follows the clock
    can overtake every interval: the DAG looks fine and is never started, or leaves out runs at random.

Fix
    Write a fixed date in the past, `start_date=pendulum.datetime(2024, 1, 1, tz="UTC")`, and `catchup=False`.

Bad
    # dags/load.py
    from datetime import datetime, timedelta

    from airflow import DAG
    from airflow.utils.dates import days_ago

    DAG("hourly", schedule="@hourly", start_date=datetime.now())  # <- here
    DAG("yesterday", schedule="@daily", default_args={"start_date": datetime.today() - timedelta(days=1)})  # <- here
    DAG("weekly", schedule="0 6 * * MON", start_date=days_ago(1), catchup=False)  # <- here

Good
    # dags/load.py
    from datetime import datetime

    import pendulum
    from airflow import DAG
    from airflow.utils.dates import days_ago

    DAG("by_hand", schedule=None, start_date=datetime.now())
    DAG("daily", schedule="@daily", start_date=days_ago(1), catchup=False)
    DAG("weekly", schedule="0 6 * * MON", start_date=days_ago(8), catchup=False)
    DAG("fixed", schedule="@daily", start_date=pendulum.datetime(2024, 1, 1, tz="UTC"))
"""

import datetime
from collections.abc import Iterator

from mwaa_doctor.models.cron import fault_of, intervals
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.moving_dates import moving_date
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_ONE_DAY = datetime.timedelta(days=1)


@rule(
    severity="warning",
    source="https://airflow.apache.org/docs/apache-airflow/2.10.3/faq.html#what-s-the-deal-with-start-date",
)
def check(dag: Dag, target: Target) -> Iterator[Finding]:
    given = dag.arguments.get("start_date")
    if given is None and dag.complete and "default_args" in dag.arguments:
        given = dag.default_args.get("start_date")
    moving = moving_date(given) if given is not None else None
    if given is None or moving is None:
        return
    schedule = dag.schedule
    if schedule is None and (not dag.complete or target.airflow >= (3,)):
        return
    value = schedule.value if schedule is not None else _ONE_DAY
    if value in (None, "@once", "@continuous") or not isinstance(value, (str, datetime.timedelta)):
        return
    if moving.days is None:
        yield Finding(given, f"start_date moves with `{moving.name}` at every parse", resource=dag.resource)
        return
    kept, lost = _runs(value, moving.days)
    if lost and target.airflow < (3,):
        some = "no run ever starts" if not kept else "some runs never start"
        unit = "day" if moving.days == 1 else "days"
        yield Finding(
            given,
            f"start_date moves to {moving.days} {unit} ago every day, so with schedule `{value}` {some}",
            evidence=("Airflow 2 starts a run when its whole interval lies behind the start date",),
            resource=dag.resource,
        )


def _runs(schedule: str | datetime.timedelta, days: int) -> tuple[int, int]:
    """How many intervals lie behind the midnight some days before they end, and how many do not."""
    reach = datetime.timedelta(days=days)
    if isinstance(schedule, datetime.timedelta):
        return (0, 1) if schedule >= reach + _ONE_DAY else (1, 0)
    if fault_of(schedule) is not None:
        return 1, 0  # another rule speaks of the schedule
    kept = [end.replace(hour=0, minute=0, second=0) - reach <= start for start, end in intervals(schedule)]
    return kept.count(True), kept.count(False)
