"""The constraints stand below packages in requirements.txt.

Why
    pip applies them wherever they stand, but the manual has them in the first line, and readers, scripts and the
    validation runbook of MWAA look for them there.

Fix
    Move the constraint to the top of the file.

Bad
    # requirements.txt
    pandas
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"  # <- here

Good
    # requirements.txt
    # what the reports need
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.line_repairs import moved_line
from mwaa_doctor.rule import Finding, Fix, rule


@rule(
    severity="info",
    covers=["constraint-first-line"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    file = installation.requirements
    packages = [entry for entry in file.entries if entry.place.path == file.path]
    constraints = [item for item in file.constraints if item.place.path == file.path]
    if packages and constraints and packages[0].line < constraints[0].line:
        message = f"the constraint stands below `{packages[0]}`, the manual has it in the first line"
        edits = moved_line(installation.project, file.path, constraints[0].line, packages[0].line)
        yield Finding(constraints[0], message, fix=Fix("Move the constraint to the top of the file", edits, safe=True))
