"""An import differs from the real name only in upper and lower case.

Why
    Laptops with macOS or Windows find the file all the same; the file system of MWAA tells cases apart, and the import
    fails when the file is parsed.

Fix
    Write the name as the file or the class has it.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import Bashoperator  # <- here
    from Common.helpers import notify  # <- here

    DAG("report")
    # dags/common/helpers.py
    def notify(context): ...
    # requirements.txt
    boto3

Good
    # dags/report.py
    from airflow import DAG
    from common.helpers import notify

    DAG("report")
    # dags/common/helpers.py
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
    for imported, verdict in faults(imports, "case", image, project):
        message = f"`{verdict.missing}` does not exist, the name is `{verdict.instead}`"
        yield Finding(imported, message, fix=f"Write `{verdict.instead}`")
