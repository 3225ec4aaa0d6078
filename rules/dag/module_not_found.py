"""A module is imported that the environment does not have.

Why
    The import fails when the file is parsed: its DAGs do not appear, or vanish, and the error shows in the web server
    only. Airflow moves and removes modules between versions, and MWAA imports from inside `dags` and `plugins`.

Fix
    Import from where this version has it; for modules of your own, name them as seen from inside the DAG folder.

Bad
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow.operators.bash_operator import BashOperator  # <- here
    from airflow import DAG

    DAG("report")
    ---
    # dags/cleanup.py
    from airflow import DAG
    from airflow.jobs.base_job import BaseJob  # <- here

    with DAG("cleanup", schedule=None):
        print(BaseJob)

Good
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from common.helpers import notify

    try:
        from airflow.operators.bash_operator import BashOperator as Old
    except ImportError:
        Old = BashOperator

    DAG("report")
    # dags/common/helpers.py
    def notify(context): ...
"""

from collections.abc import Iterator

from mwaa_doctor.models.image import Image
from mwaa_doctor.models.import_verdict import faults, repair
from mwaa_doctor.models.imports import FileImports
from mwaa_doctor.models.version_guards import is_misled
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=[
        "airflow1-import-path",
        "deprecated-dag-idioms",
        "airflow3-removed-features",
        "base-job-renamed",
        "plugin-import-relative-to-root",
        "plugin-operators-not-registered",
    ],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-folder.html",
)
def check(imports: FileImports, image: Image, project: Project) -> Iterator[Finding]:
    for imported, verdict in faults(imports, "module", image, project):
        if is_misled(imported.item.block, image.target.airflow):
            continue  # the test is wrong, not the import: version-test-ignores-major
        fix = repair(imported, verdict, image, project)
        where = (
            f"Airflow {image.target.airflow}" if imported.module.startswith("airflow.") else "the project or the image"
        )
        yield Finding(imported, f"`{verdict.missing}` does not exist in {where}", verdict.evidence, fix)
