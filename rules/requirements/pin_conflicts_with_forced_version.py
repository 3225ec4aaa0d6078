"""The requirements ask for another version of a package than the one that MWAA forces.

Why
    MWAA runs pip with a second file of constraints, for the packages that it depends on itself: Flask, celery,
    SQLAlchemy, watchtower, Airflow and others. It cannot be switched off, so pip refuses the whole file.

Fix
    Drop the line, or ask for the version that MWAA forces.

Bad
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    SQLAlchemy==2.0.36  # <- here
    ---
    # requirements.txt
    --constraint /dev/null
    celery<5.4  # <- here

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    SQLAlchemy==1.4.54
    celery[redis]
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_AIRFLOW = ("apache-airflow", "apache-airflow-core")


@rule(
    severity="error",
    covers=["pin-conflicts-with-essential"],
    source="https://github.com/aws/amazon-mwaa-docker-images",
)
def check(installation: Installation) -> Iterator[Finding]:
    for conflict in installation.conflicts():
        entry = conflict.entry
        if not conflict.layer.forced or entry.name in _AIRFLOW:
            continue
        message = f"`{entry}` cannot be installed: {conflict.layer.label} forces `{conflict.demanded}`"
        fix = f"Drop the line, or write `{conflict.demanded}`"
        yield Finding(entry, message, (conflict.layer.origin,), fix)
