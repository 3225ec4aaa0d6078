"""A schedule is no valid cron expression.

Why
    The file loads, but Airflow refuses the DAG when it stores it: the DAG is missing in the UI, with an import error
    that names only the expression.

Fix
    Write five fields (minute, hour, day of the month, month, day of the week) or one of Airflow's presets.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.decorators import dag

    with DAG("late", schedule="0 25 * * *"):  # <- here
        pass


    @dag(schedule="@dialy")  # <- here
    def typo():
        pass


    typo()
    ---
    # airflow-version: 2.8.1
    # dags/load.py
    from airflow import DAG

    DAG("weekend", schedule="0 6 * * FRI-MON")  # <- here

Good
    # dags/load.py
    from airflow import DAG
    from airflow.timetables.trigger import CronTriggerTimetable

    DAG("early", schedule="0 6 * * MON#1")
    DAG("last_day", schedule="0 6 L * *")
    DAG("always", schedule="@continuous", max_active_runs=1)
    DAG("by_hand", schedule=None)
    DAG("weekend", schedule="0 6 * * FRI-MON")
    DAG("trigger", schedule=CronTriggerTimetable("0 6 * * *", timezone="UTC"))
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.cron import fault_of, newer_syntax
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.python_file import argument
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import AirflowVersion, Target

_TIMETABLES = ("airflow:CronTriggerTimetable()", "airflow:CronDataIntervalTimetable()")


@rule(
    severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/authoring-and-scheduling/cron.html"
)
def check(dag: Dag, target: Target) -> Iterator[Finding]:
    schedule = dag.schedule
    if schedule is None:
        return
    made = schedule.origin
    if isinstance(made.node, ast.Call) and made.resolved in _TIMETABLES:
        cron = argument(made.node, "cron", 0)
        schedule = made.part(cron) if cron is not None else schedule
    elif isinstance(made.node, (ast.List, ast.Tuple, ast.Call, ast.BinOp, ast.BoolOp)) and not _may_be_text(made):
        return
    value = schedule.value
    if not isinstance(value, str):
        return
    fault = fault_of(value)
    if fault is not None:
        if target.version is not None and target.version < (2, 4):
            raise Unknown("croniter was more lenient before Airflow 2.4")
        yield Finding(schedule, f"schedule `{value}` is not valid: {fault}", resource=dag.resource)
        return
    if value == "@continuous" and target.airflow < (2, 6):
        yield Finding(schedule, "schedule `@continuous` exists from Airflow 2.6", resource=dag.resource)
    for part in newer_syntax(value):
        since = AirflowVersion.parse(part.since)
        if since is not None and target.airflow < since:
            why = f"croniter takes {part.name} from {part.croniter} on, which MWAA has from Airflow {part.since}"
            yield Finding(
                schedule, f"schedule `{value}` is not valid for Airflow {target.airflow}", (why,), resource=dag.resource
            )


def _may_be_text(made: Argument) -> bool:
    """Whether a call or operation makes a string, and no dataset, asset or timetable."""
    if isinstance(made.node, ast.Call):
        return made.resolved.startswith(("str", "<")) or not made.resolved
    return isinstance(made.node, ast.BinOp) and isinstance(made.node.op, (ast.Add, ast.Mod))
