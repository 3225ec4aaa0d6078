"""A test of the Airflow version compares the minor version without regard to the major one.

Why
    `major >= 2 and minor >= 6` is meant for 2.6 and later, but fails on 3.0 to 3.5. The other branch, for old versions,
    runs there and imports what is long gone, as in the database cleanup sample: the DAG is not loaded.

Fix
    Compare both at once: `(major, minor) >= (2, 6)`.

Bad
    # airflow-version: 3.0.6
    # dags/cleanup.py
    from airflow import DAG
    from airflow.version import version

    major, minor = int(version.split(".")[0]), int(version.split(".")[1])
    if major >= 2 and minor >= 6:
        from airflow.jobs.job import Job
    else:
        from airflow.jobs.base_job import BaseJob as Job  # <- here
    with DAG("cleanup", schedule=None):
        print(Job)

Good
    # airflow-version: 3.0.6
    # dags/cleanup.py
    from airflow import DAG
    from airflow.version import version

    major, minor = int(version.split(".")[0]), int(version.split(".")[1])
    if (major, minor) >= (2, 6):
        from airflow.jobs.job import Job
    else:
        from airflow.jobs.base_job import BaseJob as Job
    with DAG("cleanup", schedule=None):
        print(Job)
    ---
    # dags/cleanup.py
    from airflow import DAG
    from airflow.version import version

    major, minor = int(version.split(".")[0]), int(version.split(".")[1])
    if major >= 2 and minor >= 6:
        from airflow.jobs.job import Job
    else:
        from airflow.jobs.base_job import BaseJob as Job
    with DAG("cleanup", schedule=None):
        print(Job)
"""

from collections.abc import Iterator

from mwaa_doctor.models.image import Image
from mwaa_doctor.models.import_verdict import faults
from mwaa_doctor.models.imports import FileImports
from mwaa_doctor.models.version_guards import is_misled
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["base-job-renamed"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-database-cleanup.html",
    aliases=["job-model-renamed"],
)
def check(imports: FileImports, image: Image, project: Project) -> Iterator[Finding]:
    for imported, verdict in faults(imports, "module", image, project):
        if is_misled(imported.item.block, image.target.airflow):
            yield Finding(
                imported,
                f"`{verdict.missing}`, which Airflow {image.target.airflow} lacks, is imported because the test of the "
                "version compares the minor one alone",
                fix="Compare `(major, minor)` as a tuple",
            )
