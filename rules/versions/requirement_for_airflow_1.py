"""A requirement is made for Airflow 1.10, which the environment does not have.

Why
    Backport providers depend on Airflow 1.10, and so does a pin of `apache-airflow` itself. pip cannot bring them
    together with the Airflow of the image, so nothing of the file is installed and the imports of every DAG fail.

Fix
    Use `apache-airflow-providers-*` instead of `apache-airflow-backport-providers-*`, and delete the pin of Airflow.

Bad
    # requirements.txt
    apache-airflow[async]==1.10.12  # <- here
    apache-airflow-backport-providers-amazon  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)

Good
    # requirements.txt
    # apache-airflow-backport-providers-amazon
    apache-airflow[async]==2.10.3
    apache-airflow-providers-amazon
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_BACKPORT = "apache-airflow-backport-providers-"


@rule(
    severity="error",
    covers=["airflow1-forms-on-newer-version", "provider-needs-airflow2"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/sample-code.html",
)
def check(project: Project, target: Target) -> Iterator[Finding]:
    if project.requirements is None:
        return
    old = [
        entry
        for entry in project.requirements.entries
        if entry.name.startswith(_BACKPORT) or (entry.name == "apache-airflow" and (entry.pin or "").startswith("1."))
    ]
    if not old or target.airflow < (2,):
        return
    for entry in old:
        name = f"{entry.name}=={entry.pin}" if entry.pin else entry.name
        where = entry.place
        yield Finding(where, f"`{name}` needs Airflow 1.10, but the environment has {target.airflow}")
