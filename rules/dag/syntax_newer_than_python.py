"""A file uses syntax that is newer than the environment's Python.

Why
    Each version of Airflow on MWAA has one version of Python. The file works on a newer one at home, but in the
    environment its import fails and none of its DAGs appear.

Fix
    Write it in the older syntax, or upgrade the environment to an Airflow version with that Python.

Bad
    # dags/load.py
    from airflow import DAG

    type Score = float  # <- here

    DAG("load", schedule=None)

Good
    # dags/load.py
    from typing import TypeAlias

    from airflow import DAG

    Score: TypeAlias = float

    DAG("load", schedule=None)
    # dags/broken.py
    from airflow import DAG

    DAG("broken", schedule=None
"""

from collections.abc import Iterator

from mwaa_doctor.models.unparsed_file import UnparsedFile
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["dag-file-parses", "dag-syntax-fits-python-version"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html",
)
def check(file: UnparsedFile, target: Target) -> Iterator[Finding]:
    if not file.newer_syntax:
        return
    python = ".".join(map(str, target.python))
    if file.is_too_new:
        yield Finding(
            file,
            f"`{file.path}` needs a newer Python than {python}, which Airflow {target.airflow} has on MWAA",
            evidence=(f"Python {python} says: {file.message}",),
        )
