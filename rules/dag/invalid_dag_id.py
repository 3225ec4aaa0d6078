"""A dag_id has characters that Airflow refuses.

Why
    Airflow raises when the DAG is made, so none of the DAGs of the file appear.

Fix
    Use letters, digits, dashes, dots and underscores, at most 250; put a longer title into `dag_display_name`.

Bad
    # dags/load.py
    from airflow import DAG

    with DAG(dag_id="load (daily)", schedule=None):  # <- here
        pass

Good
    # dags/load.py
    from airflow import DAG

    with DAG(dag_id="load-daily.v2_eu", schedule=None, dag_display_name="Load (daily)"):
        pass
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Dag, key_fault
from mwaa_doctor.rule import Finding, rule


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html")
def check(dag: Dag) -> Iterator[Finding]:
    given = dag.arguments.get("dag_id")
    if given is None:
        return
    value = given.value
    fault = key_fault(value) if isinstance(value, str) else None
    if fault is not None:
        yield Finding(given, f"dag_id `{value[:80]}` {fault}", resource=dag.resource)
