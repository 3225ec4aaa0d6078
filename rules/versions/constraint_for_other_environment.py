"""The constraint in requirements.txt is not that of the environment's Airflow and Python.

Why
    The constraints pin what was tested together with one version of Airflow on one version of Python. Those of another
    disagree with what the image holds: pip refuses the file as a whole, or replaces parts of Airflow.

Fix
    Write the versions of the environment into the URL, as the MWAA manual pairs them.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.8.1/constraints-3.11.txt"  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    ---
    # requirements.txt
    -c https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.8.txt  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    ---
    # requirements.txt
    -c https://raw.githubusercontent.com/apache/airflow/constraints-{Airflow-version}/constraints-3.11.txt  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    ---
    # requirements.txt
    --constraint "/usr/local/airflow/dags/constraints-3.8.txt"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
"""

import re
from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Edit, Finding, Fix, Place, rule

_PLACEHOLDER = re.compile(r"constraints-[{<][^/]*|\{(?:Airflow|Python)-version\}")


@rule(
    severity="error",
    covers=["constraint-matches-environment", "sample-constraint-2-0-2"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(project: Project) -> Iterator[Finding]:
    if project.requirements is None:
        return
    for line in project.requirements.constraints:
        where = line.place
        placeholder = _PLACEHOLDER.search(line.target) if line.target.startswith("http") else None
        if placeholder:
            fix = _repair(where, str(project.configured_version[0]), safe=True) if project.configured_version else None
            yield Finding(where, f"`{placeholder[0]}` in the constraint is a placeholder", fix=fix)
            continue
        if not line.airflow:
            continue
        if project.configured_version is not None and str(project.configured_version[0]) != line.airflow:
            told = project.configured_version[0]
            message = f"the constraint is that of Airflow {line.airflow}, but the environment has {told}"
            evidence = (f"`airflow-version` in the configuration is {told}",)
            yield Finding(where, message, evidence, _repair(where, str(told), safe=False))
            continue
        release = facts.release(line.airflow)
        if release is not None and line.python not in ("", release.python):
            message = (
                f"the constraint is for Python {line.python}, but Airflow {line.airflow} has {release.python} on MWAA"
            )
            yield Finding(where, message, fix=_repair(where, line.airflow, safe=True), severity="warning")


def _repair(where: Place, version: str, *, safe: bool) -> Fix | None:
    """The constraints of a version that MWAA has; unsafe where the version itself is in doubt."""
    release = facts.release(version)
    if release is None:
        return None
    address = release.constraints_url
    return Fix(f"Use {address}", (Edit.replacing(where, address),) if where.column else (), safe)
