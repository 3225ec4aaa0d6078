"""A DAG, operator or hook is given an argument that its class does not take.

Why
    Airflow refuses unknown arguments when the file is parsed: none of its DAGs appear. Arguments come and go between
    versions of Airflow and of the providers, and MWAA pins both.

Fix
    Use the argument's present name, or drop it.

Bad
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow import DAG
    from airflow.providers.standard.operators.bash import BashOperator

    with DAG("report", schedule_interval="@daily"):  # <- here
        BashOperator(task_id="load", bash_command="true", xcom_push=True)  # <- here

Good
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow import DAG
    from airflow.providers.standard.operators.bash import BashOperator

    with DAG("report", schedule="@daily"):
        BashOperator(task_id="load", bash_command="true", do_xcom_push=True, retries=2)
"""

import ast
import difflib
from collections.abc import Collection, Iterator

from mwaa_doctor.facts.names import renamed_arguments
from mwaa_doctor.models.airflow_calls import AirflowCall
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.repairs import dropped_keyword, renamed_keyword
from mwaa_doctor.models.version_guards import Guards
from mwaa_doctor.rule import Finding, Fix, Unknown, rule

_JUDGED = ("Operator", "Sensor", "Hook", "Trigger", "Notifier", "DAG", "TaskGroup", "task", "dag", "task_group")


@rule(
    severity="error",
    covers=["deprecated-dag-idioms", "airflow3-removed-features"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html",
)
def check(call: AirflowCall, image: Image) -> Iterator[Finding]:
    if not call.class_name.endswith(_JUDGED):
        return
    parameters = image.surface.parameters(call.name)
    if parameters is None or parameters.accepts_any or image.has(call.name) is not True:
        return
    refused = [keyword for keyword in call.keywords if keyword.arg and not parameters.accepts(keyword.arg)]
    if not refused or call.is_caught:
        return
    runs = Guards(call.file, image.target.airflow, image.target.python).runs(call.call.scope, call.call.block)
    if runs is None:
        raise Unknown(f"`{call.class_name}` is called under a condition that is not known here")
    for keyword in refused if runs else ():
        message = f"`{call.class_name}` of Airflow {image.target.airflow} takes no argument `{keyword.arg}`"
        yield Finding(call.file.place_of(keyword), message, fix=_repair(call, keyword, parameters.names))


def _repair(call: AirflowCall, keyword: ast.keyword, known: Collection[str]) -> Fix:
    name = str(keyword.arg)
    former = renamed_arguments().get(name)
    instead, exact = (former.instead, former.exact) if former is not None else ("", False)
    if former is None or (instead and instead not in known):
        instead, exact = next(iter(difflib.get_close_matches(name, known, 1, 0.75)), ""), False
    if not instead:
        return Fix(f"Drop `{name}`", safe=exact, rewrites=(dropped_keyword(call.file, keyword),) if exact else ())
    if any(other.arg == instead for other in call.keywords):
        return Fix(f"Drop `{name}`, `{instead}` is there already")
    return Fix(f"Write `{instead}=` instead", (renamed_keyword(call.file, keyword, instead),), safe=exact)
