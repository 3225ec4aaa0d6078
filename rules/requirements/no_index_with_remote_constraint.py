"""Packages come from wheels alone, but the constraints must be fetched from an address.

Why
    `--no-index` is for environments that reach no index. There the constraints cannot be fetched either, and pip stops
    before it looks at the wheels. From Airflow 2.7.2 on MWAA adds its own copy of the constraints, which needs no
    network.

Fix
    Drop the constraint, or put the file into the DAG folder and name it as `/usr/local/airflow/dags/NAME`.

Bad
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"  # <- here
    --find-links /usr/local/airflow/plugins
    --no-index
    pandas==2.1.4

Good
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    --no-index
    pandas==2.1.4
"""

from collections.abc import Iterator

from mwaa_doctor.models.container_files import is_remote
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["no-index-with-remote-constraint"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for constraint in installation.requirements.constraints:
        if installation.offline and is_remote(constraint.target):
            yield Finding(constraint, "with `--no-index` pip still fetches these constraints from the network")
