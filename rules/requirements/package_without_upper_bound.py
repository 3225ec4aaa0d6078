"""A package has neither a version nor an upper bound, and no constraint holds it.

Why
    Every container installs for itself, when it starts. Without a bound each takes the newest version of that moment,
    so workers differ from each other, and a release upstream breaks DAGs that nobody has touched.

Fix
    Write `name==version`. `>=` alone lets everything newer in, unless the image has a version that serves.

Bad
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    dbt-core>=1.7  # <- here
    internal-tools  # <- here

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    dbt-core>=1.7,<1.10
    internal-tools==1.2.0
    pandas
    ---
    # requirements.txt
    --constraint "/usr/local/airflow/dags/constraints.txt"
    boto3>=1.20

    # dags/constraints.txt
    pandas==2.1.4
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, Unknown, rule

_PROVIDER = "apache-airflow-providers-"


@rule(
    severity="warning",
    covers=["packages-are-pinned"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    unsure = ""
    for entry in installation.entries:
        if entry.bounded or not entry.name or entry.name in ("apache-airflow", "apache-airflow-core"):
            continue
        try:
            if installation.held(entry) or installation.constrained(entry.name):
                continue
        except Unknown as unknown:
            unsure = unknown.reason
            continue
        message = f"`{entry}` has no upper bound, and no constraint holds it"
        evidence = ("a newer provider may need a newer Airflow than the image's",)
        yield Finding(entry, message, evidence if entry.name.startswith(_PROVIDER) else ())
    if unsure:
        raise Unknown(unsure)
