"""The environment's version of Airflow is older than the three newest minor versions of its line.

Why
    MWAA keeps at least three minor versions, each for at least twelve months. Older ones are the next whose support
    ends, and the longer an upgrade waits, the more changes come with it at once.

Fix
    Plan the move to a newer minor version; `mwaa-doctor upgrade --to VERSION` says what breaks on the way.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.7.2"  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.1"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.stated_version import StatedVersion
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import AirflowVersion

_KEPT = 3


@rule(
    severity="info",
    covers=["version-behind-newest"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html",
)
def check(stated: StatedVersion) -> Iterator[Finding]:
    if stated.is_asked_for:
        return  # --airflow-version asks how the code does on a version, not which one to take
    version = stated.airflow
    release = facts.release(str(version))
    if release is None or not release.supported or release.end_of_support is not None:
        return
    line = [item for item in map(AirflowVersion.of, facts.releases()) if item.major == version.major]
    newest = sorted({item[:2] for item in line})[-_KEPT:]
    if version[:2] < newest[0]:
        message = (
            f"Airflow {version} is older than the {_KEPT} newest minor versions of Airflow {version.major} on MWAA"
        )
        yield Finding(stated, message, evidence=(f"the newest is {max(line)}",))
