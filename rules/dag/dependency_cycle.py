"""Tasks wait for each other in a circle.

Why
    Airflow refuses a DAG with a cycle: the file gives an import error and the DAG does not appear.

Fix
    Take away one of the dependencies on the way.

Bad
    # dags/learn.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("learn", schedule=None):
        collect = EmptyOperator(task_id="collect")
        train = EmptyOperator(task_id="train")
        judge = EmptyOperator(task_id="judge")
        collect >> train >> judge
        judge >> collect  # <- here

Good
    # dags/learn.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("learn", schedule=None, params={"fast": False}) as dag:
        collect = EmptyOperator(task_id="collect")
        train = EmptyOperator(task_id="train")
        judge = EmptyOperator(task_id="judge")
        collect >> train >> judge
        collect >> judge
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.task_graph import known_name
from mwaa_doctor.rule import Finding, rule


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html")
def check(file: DagFile) -> Iterator[Finding]:
    for cycle in file.graph.cycles():
        names = [known_name(edge.before) for edge in cycle]
        where = max(cycle, key=lambda edge: edge.place)
        yield Finding(
            where,
            f"`{' >> '.join([*names, names[0]])}` is a circle of dependencies",
            evidence=tuple(
                f"line {edge.place.line} puts `{known_name(edge.before)}` before `{known_name(edge.after)}`"
                for edge in cycle
            ),
            resource=cycle[0].before.dag.resource if cycle[0].before.dag is not None else None,
            graph=file.graph.drawing(cycle),
        )
