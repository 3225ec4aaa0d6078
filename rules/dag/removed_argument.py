"""A DAG or task has an argument that Airflow 3 removed.

Why
    Airflow 3 refuses unknown arguments, so the file cannot be imported and its DAGs disappear with the upgrade. The
    arguments of the SLA feature are accepted, but nothing watches them any more.

Fix
    Use the argument that took its place: `schedule`, `max_active_tasks`, `fail_fast`, `max_active_tis_per_dag`; or
    delete it.

Bad
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow import DAG
    from airflow.providers.standard.operators.python import PythonOperator

    with DAG("report", schedule_interval="@daily"):  # <- here
        PythonOperator(task_id="load", python_callable=print, provide_context=True)  # <- here

Good
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow.sdk import DAG
    from airflow.providers.standard.operators.python import PythonOperator

    with DAG("report", schedule="@daily", max_active_tasks=4, default_args={"provide_context": True}):
        PythonOperator(task_id="load", python_callable=print, op_kwargs={"sla": 1}, trigger_rule="all_done")
    ---
    # airflow-version: 2.10.3
    # dags/report.py
    from airflow import DAG

    with DAG("report", schedule_interval="@daily"):
        pass
"""

from collections.abc import Iterator

from mwaa_doctor.facts.removals import RemovedFeature, removed_features
from mwaa_doctor.models.arguments import Argument, Arguments
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["airflow3-removed-features", "deprecated-dag-idioms"],
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
            yield Finding(argument, f"Airflow {target.airflow.major} refuses {name}{instead}", resource=resource)


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
