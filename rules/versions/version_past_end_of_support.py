"""The environment's version of Airflow is past its end of support, or soon will be.

Why
    After that day AWS neither repairs nor guarantees such an environment, and no environment can be created with the
    version or moved to it. The announcement comes about half a year earlier, in the manual and in the AWS Health
    Dashboard.

Fix
    Move to a version that is supported; `mwaa-doctor upgrade --to VERSION` says what that takes.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.6.3"  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    ---
    # mwaa-doctor.toml
    fail-on = "error"
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.5.1  # <- here
    ---
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.4.3/constraints-3.10.txt"  # <- here
    # mwaa-doctor.toml
    fail-on = "error"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)

Good
    # mwaa-doctor.toml
    airflow-version = "2.11.2"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.stated_version import StatedVersion
from mwaa_doctor.models.today import Today
from mwaa_doctor.rule import Finding, rule

_DAYS_OF_NOTICE = 180


@rule(
    severity="error",
    covers=["new-environment-on-retired-version", "version-past-end-of-support"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html",
)
def check(stated: StatedVersion, today: Today) -> Iterator[Finding]:
    release = facts.release(str(stated.airflow))
    if release is None or release.end_of_support is None:
        return
    evidence = (f"{stated.source} names Airflow {release.version}",)
    left = (release.end_of_support - today.date).days
    if left < 0:
        message = f"the support of Airflow {release.version} ended on {release.end_of_support}"
        yield Finding(stated, message, evidence)
    elif left <= _DAYS_OF_NOTICE:
        message = f"the support of Airflow {release.version} ends on {release.end_of_support}"
        yield Finding(stated, message, evidence, severity="warning")
