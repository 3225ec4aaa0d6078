"""A DAG gets its schedule by two names.

Why
    `schedule_interval` and `timetable` are older names of `schedule`. Airflow 2.4 and later raise when a DAG has two of
    them, so none of the DAGs of the file appear.

Fix
    Keep `schedule` and delete the other one.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule="@daily", schedule_interval="@daily")  # <- here

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule="@daily", schedule_interval=None)
    DAG("older", schedule_interval="@daily")
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.refusals import certainly_true, surely_runs
from mwaa_doctor.models.repairs import dropped_value
from mwaa_doctor.rule import Finding, Fix, rule
from mwaa_doctor.target import Target

_NAMES = ("schedule", "schedule_interval", "timetable")


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/2.10.3/core-concepts/dags.html")
def check(dag: Dag, target: Target) -> Iterator[Finding]:
    given = [dag.arguments[name] for name in _NAMES if name in dag.arguments and certainly_true(dag.arguments[name])]
    if len(given) < 2 or dag.is_uncalled or not surely_runs(dag.file, dag.scope, dag.block, target):
        return
    if (2, 4) <= target.airflow < (3,):  # Airflow 3 knows the first name only, which another rule says
        names = " and ".join(f"`{argument.name}`" for argument in given)
        where = max(given, key=lambda argument: argument.place)
        same = len(given) == 2 and ast.dump(given[0].node) == ast.dump(given[1].node)
        drop = dropped_value(dag.file, dag.node, given[1].node) if same else ()
        fix = Fix(f"Keep `{given[0].name}` and delete the other one", safe=True, rewrites=drop)
        yield Finding(where, f"the DAG has {names}", fix=fix, resource=dag.resource)
