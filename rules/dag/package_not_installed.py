"""A package is imported that neither the image nor requirements.txt installs.

Why
    The import fails when the file is parsed: its DAGs do not appear, or vanish, and the error shows in the web server
    only. On a laptop the package is there, because something else installed it.

Fix
    Add the package to requirements.txt, in the version of the constraints, and update the environment.

Bad
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    # dags/report.py
    from airflow import DAG
    from airflow.providers.snowflake.hooks.snowflake import SnowflakeHook  # <- here

    DAG("report")

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    apache-airflow-providers-snowflake
    # dags/report.py
    import boto3
    from airflow import DAG
    from airflow.providers.snowflake.hooks.snowflake import SnowflakeHook

    DAG("report")
"""

from collections.abc import Iterator

from mwaa_doctor.models.image import Image
from mwaa_doctor.models.import_verdict import faults
from mwaa_doctor.models.imports import FileImports
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Edit, Finding, Fix, rule


@rule(
    severity="error",
    covers=["imported-package-available", "imported-provider-available"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(imports: FileImports, image: Image, project: Project) -> Iterator[Finding]:
    for imported, verdict in faults(imports, "package", image, project):
        name = verdict.requirement.partition("==")[0]
        what = f"`{name}`, which holds `{verdict.missing}`," if name else f"the package that holds `{verdict.missing}`"
        fix = _repair(verdict.requirement, project) if verdict.requirement else None
        message = f"{what} is neither in the image of Airflow {image.target.airflow} nor in requirements.txt"
        yield Finding(imported, message, verdict.evidence, fix, cause=name or verdict.missing.partition(".")[0])


def _repair(line: str, project: Project) -> Fix:
    """A line more in the requirements; safe for a provider, whose distribution and version are certain."""
    file = project.requirements
    edits: tuple[Edit, ...] = ()
    if file is not None and "==" in line:
        places = [entry.place for entry in file.entries] + [constraint.place for constraint in file.constraints]
        last = max((place.end_line for place in places if place.path == file.path), default=0)
        edits = (Edit.line_below(file.path, last, line),) if last else ()
    return Fix(f"Add `{line}` to requirements.txt", edits, safe=line.startswith("apache-airflow-providers-"))
