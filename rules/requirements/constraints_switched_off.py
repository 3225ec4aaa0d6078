"""The constraints are switched off with an empty file.

Why
    With `/dev/null` as constraint MWAA adds no copy of its own, and pip takes the newest version of what is not
    pinned, now and in each container that starts later. A provider may then draw in a newer Airflow than the image's,
    which pip refuses, or libraries that Airflow was never tested with.

Fix
    Name the constraints of the environment, or an edited copy of them in the DAG folder.

Bad
    # requirements.txt
    --constraint /dev/null  # <- here
    dbt-core==1.9.4

Good
    # requirements.txt
    --constraint "/usr/local/airflow/dags/constraints.txt"
    dbt-core==1.9.4
    # dags/constraints.txt
    dbt-core==1.9.4
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    constraints = installation.requirements.constraints
    if constraints and all(constraint.target == "/dev/null" for constraint in constraints):
        yield Finding(constraints[0], "`/dev/null` switches the constraints off, so nothing holds what is not pinned")
