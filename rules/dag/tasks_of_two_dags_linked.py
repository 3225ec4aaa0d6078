"""Tasks of two DAGs are put one after the other.

Why
    A dependency holds within one DAG. Airflow raises "Tried to set relationships between tasks in more than one DAG"
    when the file is parsed, so none of its DAGs appear.

Fix
    Start the other DAG with `TriggerDagRunOperator`, wait for it with `ExternalTaskSensor`, or schedule it on a
    dataset.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("load", schedule=None):
        load = EmptyOperator(task_id="load")
    with DAG("report", schedule=None):
        report = EmptyOperator(task_id="report")
    load >> report  # <- here

Good
    # dags/load.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("load", schedule=None) as dag:
        start = EmptyOperator(task_id="start")
    load = EmptyOperator(task_id="load", dag=dag)
    start >> load
    with DAG("report", schedule=None):
        start = EmptyOperator(task_id="start")
        report = EmptyOperator(task_id="report")
        start >> report
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.refusals import surely_runs
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html")
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    if len(file.dags) < 2:
        return
    reported = set()
    for edge in file.graph.edges:
        one, other = edge.before, edge.after
        if one.dag is None or other.dag is None or one.dag is other.dag or edge.place in reported:
            continue
        scope = other.call.scope
        if surely_runs(file, scope, edge.block, target) and surely_runs(file, scope, other.call.block, target):
            reported.add(edge.place)
            first, second = (f"`{task.known_id or '(computed id)'}`" for task in (one, other))
            evidence = (f"{first} belongs to {one.dag.resource}", f"{second} to {other.dag.resource}")
            yield Finding(edge.place, f"{first} and {second} belong to two DAGs", evidence)
