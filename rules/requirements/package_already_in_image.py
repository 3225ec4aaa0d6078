"""Packages are listed that the image holds already.

Why
    pip finds them installed and does nothing. At the next upgrade the lines are in the way: what is pinned here must
    then fit the new image.

Fix
    Drop the lines.

Bad
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    boto3  # <- here
    apache-airflow-providers-amazon==9.0.0  # <- here
    pandas

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas
    celery[redis]
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["preinstalled-package-listed", "preinstalled-provider-versions"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    held = {
        entry: version
        for entry in installation.entries
        if (version := installation.held(entry)) is not None
        and not entry.hashed
        and entry.name not in ("apache-airflow", "watchtower")
    }
    names = ", ".join(f"`{entry.spelling}` {version}" for entry, version in held.items())
    for entry in held:
        message = f"the image of Airflow {installation.airflow} holds {names} already"
        yield Finding(entry, message, cause=f"already in the image: {installation.requirements.path}")
