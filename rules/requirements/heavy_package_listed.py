"""A package is listed that takes much of the space and time that an installation has.

Why
    All libraries together are advised to stay below 1 GB. Large ones are fetched by every container at every start, and
    an installation that takes longer than about ten minutes fails.

Fix
    Run such work in a container of its own (ECS, EKS, Batch, SageMaker) and start it from the DAG.

Bad
    # requirements.txt
    torch==2.5.1  # <- here

Good
    # requirements.txt
    pandas
"""

from collections.abc import Iterator

from mwaa_doctor.facts.installation import heavy_packages
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["requirements-size"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for entry in installation.entries:
        known = heavy_packages().get(entry.name)
        if known is not None and "+cpu" not in (entry.pin or ""):
            yield Finding(entry, f"`{entry}` takes about {known.megabytes:,} MB with what it brings")
