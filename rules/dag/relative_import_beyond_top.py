"""A relative import reaches above the folder that MWAA imports from.

Why
    MWAA loads a DAG file as a module of its own, outside any package: `from .helpers import x` in it has no parent
    package and fails when the file is parsed.

Fix
    Import from the DAG folder down: `from helpers import x`.

Bad
    # dags/report.py
    from airflow import DAG
    from .helpers import notify  # <- here

    DAG("report")
    # dags/helpers.py
    def notify(context): ...

Good
    # dags/report.py
    from airflow import DAG
    from common.helpers import notify

    DAG("report")
    # dags/common/__init__.py

    # dags/common/helpers.py
    from .messages import notify
    # dags/common/messages.py
    def notify(context): ...
"""

from collections.abc import Iterator

from mwaa_doctor.models.image import Image
from mwaa_doctor.models.import_verdict import faults
from mwaa_doctor.models.imports import FileImports
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(severity="error", source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-folder.html")
def check(imports: FileImports, image: Image, project: Project) -> Iterator[Finding]:
    for imported, verdict in faults(imports, "beyond", image, project):
        yield Finding(imported, f"`from {verdict.missing} import {imported.name}` has no parent package")
