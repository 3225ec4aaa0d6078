"""Two DAGs have the same id.

Why
    Airflow keeps one DAG per id. With two files it changes from parse to parse which of them runs; within one file the
    later DAG silently takes the place of the first.

Fix
    Rename one of them, or hide the file that is not meant to run in `.airflowignore`.

Bad
    # dags/events.py
    from airflow import DAG

    events = DAG("events", schedule="@daily")
    # dags/events_v2.py
    from airflow.decorators import dag


    @dag(schedule="@hourly")
    def events():  # <- here
        pass


    events()

Good
    # dags/events.py
    import os

    from airflow import DAG

    events = DAG("events", schedule="@daily")
    if os.environ.get("LOCAL"):
        local = DAG("local", schedule=None)
    else:
        local = DAG("local", schedule="@daily")
    # dags/events_v2.py
    from airflow import DAG

    events = DAG("events_v2", schedule="@hourly")
    # dags/old/events.py
    from airflow import DAG

    events = DAG("events", schedule="@monthly")
    # dags/old/.airflowignore
    events
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.rule import Finding, Place, rule


@rule(
    severity="error",
    covers=["dag-id-unique"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(folder: DagFolder) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for summary in sorted(folder.parsed, key=lambda summary: summary.path):
        for dag in summary.dags:
            if dag.dag_id is None or dag.dynamic or dag.conditional or dag.uncalled or dag.discarded:
                continue
            before = first.setdefault(dag.dag_id, dag.id_place)
            if before is dag.id_place:
                continue
            yield Finding(
                dag.id_place,
                f"dag_id `{dag.dag_id}` is taken by `{before.path}`",
                evidence=(
                    f"`{before.path}` line {before.line} makes `{dag.dag_id}`",
                    f"`{dag.place.path}` line {dag.id_place.line} makes it again",
                ),
                resource=f"DAG {dag.dag_id}",
            )
