"""A name is imported that its module does not have.

Why
    The import fails when the file is parsed: its DAGs do not appear, or vanish, and the error shows in the web server
    only. Providers rename and drop classes between versions, and MWAA pins each provider to one version.

Fix
    Import the name from where this version has it, or its successor.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import ECSOperator  # <- here

    DAG("report")

Good
    # dags/report.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator
    from common.helpers import notify

    DAG("report")
    # dags/common/helpers.py
    from common.messages import *
    # dags/common/messages.py
    def notify(context): ...
"""

from collections.abc import Iterator

from mwaa_doctor.models.image import Image
from mwaa_doctor.models.import_verdict import faults, repair
from mwaa_doctor.models.imports import FileImports
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["sample-class-gone-from-provider"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html",
)
def check(imports: FileImports, image: Image, project: Project) -> Iterator[Finding]:
    for imported, verdict in faults(imports, "name", image, project):
        distribution = (
            image.distribution_of(imported.module) if imported.module.startswith("airflow.providers.") else None
        )
        owner = f"`{imported.module}`" + (f" of `{distribution}`" if distribution else "")
        version = f" in the image of Airflow {image.target.airflow}" if imported.module.startswith("airflow.") else ""
        fix = repair(imported, verdict, image, project)
        yield Finding(imported, f"{owner} has no `{imported.name}`{version}", verdict.evidence, fix)
