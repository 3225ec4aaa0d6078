"""A file is not valid Python.

Why
    Airflow cannot import it: none of its DAGs appear, and every file that imports it fails as well.

Fix
    Correct the line that is named; `<<<<<<<` and `>>>>>>>` are what an unfinished merge leaves behind.

Bad
    # dags/load.py
    from airflow import DAG

    with DAG("load", schedule=None:  # <- here
        pass

Good
    # dags/load.py
    from airflow import DAG

    with DAG("load", schedule=None):
        pass
    # dags/newer.py
    from airflow import DAG

    DAG(f"{"new"}er", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor.models.unparsed_file import UnparsedFile
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["dag-file-parses", "plugin-imports-cleanly"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(file: UnparsedFile, target: Target) -> Iterator[Finding]:
    if file.newer_syntax and (target.python and file.is_too_new):
        return  # syntax-newer-than-python speaks of it
    yield Finding(file, f"`{file.path}` is not valid Python: {file.message}")
