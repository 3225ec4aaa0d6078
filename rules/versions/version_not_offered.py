"""Amazon MWAA never offered this version of Airflow.

Why
    MWAA has a choice of its own among the versions of Airflow. An environment with another one cannot be created, and
    the constraints of such a version fit no environment.

Fix
    Take the next version that MWAA offers, in the configuration and in the constraint.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.10.4"  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.stated_version import StatedVersion
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import AirflowVersion


@rule(
    severity="error",
    covers=["airflow-version-is-offered"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html",
)
def check(stated: StatedVersion) -> Iterator[Finding]:
    version = stated.airflow
    if facts.release(str(version)) is not None:
        return
    if _may_be_new(version):
        raise Unknown(f"Airflow {version} is newer than the versions known as of {facts.knowledge_date()}")
    offered = [AirflowVersion.of(release) for release in facts.releases() if release.supported]
    near = min((item for item in offered if item > version), default=max(offered))
    yield Finding(
        stated,
        f"Airflow {version} ({stated.source}) was never offered by Amazon MWAA",
        evidence=(f"offered are {', '.join(map(str, offered))}",),
        fix=f"Take {near}, or another version that MWAA offers",
    )


def _may_be_new(version: AirflowVersion) -> bool:
    """Whether MWAA may have begun to offer the version since: it has always added to the ends of the living lines."""
    known = facts.releases()
    line = [release for release in known if release.major == version.major]
    if not line:
        return version.major > max(release.major for release in known)
    return any(release.supported for release in line) and version > max(map(AirflowVersion.of, line))
