"""requirements.txt names no constraints.

Why
    Without constraints pip takes the newest version of every package, which draws in others that Airflow was never
    tested with. From 2.7.2 on MWAA therefore adds its own copy, which no one sees in the file.

Fix
    Make the constraints of the environment's version the first line of the file.

Bad
    # requirements.txt  # <- here
    pandas
    ---
    # airflow-version: 2.6.3
    # requirements.txt  # <- here
    pandas

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas
    ---
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    --no-index
    pandas==2.1.4
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Edit, Finding, Fix, rule


@rule(
    severity="warning",
    covers=["constraint-present"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    file = installation.requirements
    if file.constraints or installation.offline or not installation.entries:
        return
    release = facts.release(str(installation.airflow))
    line = f'--constraint "{release.constraints_url}"' if release is not None else "the constraints of its Airflow"
    fix: str | Fix = f"Make this the first line: {line}"
    if release is not None:
        fix = Fix(f"Make this the first line: {line}", (Edit.line_below(file.path, 0, line),), safe=True)
    if installation.mwaa_adds_constraints:
        message = "the file names no constraints, so MWAA judges its packages by a copy that is not to be seen here"
        yield Finding(file, message, fix=fix, severity="info")
    elif not file.seen:
        yield Finding(file, "the file names no constraints, so pip takes the newest version of every package", fix=fix)
