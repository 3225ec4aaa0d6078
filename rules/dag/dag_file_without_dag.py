"""Files that only others import are parsed for DAGs as well.

Why
    Airflow parses every file under the DAG folder that holds the words `airflow` and `dag`, about every 30 seconds. For
    helper modules that is work without a result, in a process of its own each time.

Fix
    List them in `.airflowignore`; files hidden there can still be imported.

Bad
    # dags/load.py
    from airflow import DAG
    from callbacks import notify

    DAG("load", schedule=None, on_failure_callback=notify)
    # dags/callbacks.py
    from airflow.models import DagRun  # <- here


    def notify(context):
        print(DagRun, context)

Good
    # dags/load.py
    from airflow import DAG
    from callbacks import notify
    from layouts import FIELDS

    DAG("load", schedule=None, on_failure_callback=notify, params=FIELDS)
    # dags/callbacks.py
    from airflow.models import DagRun


    def notify(context):
        print(DagRun, context)
    # dags/layouts.py
    FIELDS = {"day": "2024-01-01"}
    # dags/.airflowignore
    ^callbacks\\.py$
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.rule import Finding, Place, rule


@rule(
    severity="info",
    covers=["dag-file-without-dag"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(folder: DagFolder) -> Iterator[Finding]:
    imported = {
        name for summary in folder.summaries for name in (*summary.imports, *summary.later_imports) if summary.module
    }
    helpers = [
        summary
        for summary in folder.parsed
        if not summary.dags
        and not summary.path.endswith("__init__.py")
        and (summary.module in imported or f"dags.{summary.module}" in imported)
    ]
    if helpers:
        count = f"{len(helpers)} files" if len(helpers) > 1 else f"`{folder.relative(helpers[0].path)}`"
        for summary in helpers:
            yield Finding(
                Place(summary.path, 1),
                f"{count} without a DAG {'are' if len(helpers) > 1 else 'is'} parsed for DAGs",
                cause=folder.path,
            )
