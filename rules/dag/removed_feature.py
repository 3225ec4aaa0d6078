"""A DAG or task uses a feature that Airflow 3 removed.

Why
    Airflow 3 accepts the arguments of the SLA feature, but nothing watches them any more, so nobody is told of late
    tasks. Trigger rules by their old names are refused: the file cannot be imported and its DAGs disappear.

Fix
    Delete the SLA and alarm on the duration of tasks in CloudWatch; write `always` for `dummy`, and
    `none_failed_min_one_success` for `none_failed_or_skipped`.

Bad
    # airflow-version: 3.0.6
    # dags/report.py
    from datetime import timedelta

    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("report", schedule="@daily", sla_miss_callback=print):  # <- here
        EmptyOperator(task_id="late", sla=timedelta(hours=1))  # <- here
        EmptyOperator(task_id="last", trigger_rule="none_failed_or_skipped")  # <- here

Good
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow.providers.standard.operators.python import PythonOperator
    from airflow.sdk import DAG

    with DAG("report", schedule="@daily", default_args={"trigger_rule": "all_done"}):
        PythonOperator(task_id="load", python_callable=print, op_kwargs={"sla": 1}, trigger_rule="always")
    ---
    # airflow-version: 2.10.3
    # dags/report.py
    from datetime import timedelta

    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("report", schedule="@daily", sla_miss_callback=print):
        EmptyOperator(task_id="late", sla=timedelta(hours=1), trigger_rule="dummy")
"""

from collections.abc import Iterator

from mwaa_doctor.facts.removals import RemovedFeature, removed_features
from mwaa_doctor.models.arguments import Argument, Arguments
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.repairs import other_text
from mwaa_doctor.rule import Finding, Fix, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["airflow3-removed-features", "files-fit-target-version"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/installation/upgrading_to_airflow3.html",
)
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    found = [(dag.resource, *pair) for dag in file.dags for pair in _removed(dag.arguments, "dag-argument")]
    for task in file.tasks:
        if task.operator.startswith("airflow:"):
            found += [(task.resource, *pair) for pair in _removed(task.arguments, "task-argument")]
            found += [(task.resource, *pair) for pair in _removed_trigger_rule(task.arguments)]
    if not found or target.airflow < (3,):
        return
    for resource, argument, feature in found:
        instead = f", `{feature.replacement}` took its place" if feature.replacement else ""
        name = f"`{feature.name}`" if feature.kind != "trigger-rule" else f"trigger rule `{feature.name}`"
        if feature.effect == "ignored":
            message = f"{name} has no effect in Airflow {target.airflow.major}{instead}"
            yield Finding(argument, message, severity="warning", resource=resource)
        else:
            message = f"Airflow {target.airflow.major} refuses {name}{instead}"
            yield Finding(argument, message, fix=_repair(argument, feature), resource=resource)


def _repair(argument: Argument, feature: RemovedFeature) -> Fix | None:
    edit = other_text(argument, feature.replacement) if feature.replacement else None
    return Fix(f'Write "{feature.replacement}"', (edit,), safe=True) if edit is not None else None


def _removed(arguments: Arguments, kind: str) -> Iterator[tuple[Argument, RemovedFeature]]:
    known = removed_features(kind)
    for name, argument in arguments.items():
        if name in known:
            yield argument, known[name]


def _removed_trigger_rule(arguments: Arguments) -> Iterator[tuple[Argument, RemovedFeature]]:
    given = arguments.get("trigger_rule")
    value = given.constant() if given is not None else None
    feature = removed_features("trigger-rule").get(value) if isinstance(value, str) else None
    if given is not None and feature is not None:
        yield given, feature
