"""Many packages are fetched from an index at every start of a container.

Why
    Workers come and go with the load, and each installs all packages anew. Wheels in plugins.zip install faster, have
    no conflicts at that time, and are the same in every container.

Fix
    Collect the wheels with `pip download`, put them into plugins.zip, and begin requirements.txt with
    `--find-links /usr/local/airflow/plugins` and `--no-index`.

Bad
    # requirements.txt  # <- here
    a1==1
    a2==1
    a3==1
    a4==1
    a5==1
    a6==1
    a7==1
    a8==1
    a9==1
    b1==1
    b2==1
    b3==1
    b4==1
    b5==1
    b6==1
    b7==1
    b8==1
    b9==1
    c1==1
    c2==1
    c3==1

Good
    # requirements.txt
    a1==1
    a2==1
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_MANY = 20


@rule(
    severity="info",
    covers=["wheels-recommended"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    fetched = [entry for entry in installation.entries if not entry.source]
    if len(fetched) > _MANY and not installation.offline:
        message = f"{len(fetched)} packages are fetched from an index by every container that starts"
        yield Finding(installation.requirements, message)
