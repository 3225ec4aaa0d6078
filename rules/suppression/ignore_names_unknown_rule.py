"""An ignore comment names a rule that does not exist.

Why
    A misspelt name hides nothing, so what the comment was to hide is reported or, worse, believed to be known.

Fix
    Correct the name; `mwaa-doctor rules` lists them all.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-ids] the other one is paused  # <- here

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] the other one is paused
"""

from collections.abc import Iterator

from mwaa_doctor.models.suppressions import IgnoreComment
from mwaa_doctor.rule import Finding, rule


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(comment: IgnoreComment) -> Iterator[Finding]:
    for name, nearest in comment.unknown:
        yield Finding(comment, f"there is no rule `{name}`{nearest}")
