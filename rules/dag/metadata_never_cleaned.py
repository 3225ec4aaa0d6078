"""Nothing in the project deletes old rows of the metadata database.

Why
    Airflow keeps every run, task instance and log entry for ever. With many DAGs the database of the environment grows
    until the scheduler and the web server become slow, and a change of the version takes hours or fails.

Fix
    Deploy a DAG that runs `airflow db clean --clean-before-timestamp ... --skip-archive -y` every week, from Airflow 3
    on through the CLI endpoint of the environment. If something outside of this project does it, ignore this.

Bad
    # dags/  # <- here
    # dags/ingest.py
    from airflow import DAG

    DAG("a", schedule="@daily"), DAG("b", schedule="@daily"), DAG("c", schedule="@daily"), DAG("d", schedule="@daily")
    DAG("e", schedule="@daily"), DAG("f", schedule="@daily"), DAG("g", schedule="@daily"), DAG("h", schedule="@daily")
    DAG("i", schedule="@daily"), DAG("j", schedule="@daily"), DAG("k", schedule="@daily"), DAG("l", schedule="@daily")

Good
    # dags/ingest.py
    from airflow import DAG

    DAG("a", schedule="@daily"), DAG("b", schedule="@daily"), DAG("c", schedule="@daily"), DAG("d", schedule="@daily")
    DAG("e", schedule="@daily"), DAG("f", schedule="@daily"), DAG("g", schedule="@daily"), DAG("h", schedule="@daily")
    DAG("i", schedule="@daily"), DAG("j", schedule="@daily"), DAG("k", schedule="@daily"), DAG("l", schedule="@daily")
    # dags/cleanup.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("cleanup", schedule="@weekly"):
        BashOperator(task_id="clean", bash_command="airflow db clean --clean-before-timestamp {{ ds }} -y")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.models.metadata_cleanup import cleans_elsewhere
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_MANY_DAGS = 10  # fewer are rarely all that an environment runs, and fill its database slowly


@rule(
    severity="info",
    covers=["metadata-cleanup-present"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-database-cleanup.html",
    confidence="medium",
)
def check(folder: DagFolder, project: Project) -> Iterator[Finding]:
    count = sum(len(summary.dags) for summary in folder.parsed)
    if count < _MANY_DAGS or not folder.complete:
        return
    if any(summary.cleans_database for summary in folder.summaries) or cleans_elsewhere(project, folder.path):
        return
    yield Finding(folder, f"none of the {count} DAGs, nor a script beside them, cleans the metadata database")
