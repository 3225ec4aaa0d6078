"""An ignore comment has expired.

Why
    What it hid is reported again. The comment itself no longer does anything.

Fix
    Repair what it hid and delete the comment, or set a later `until=` with a reason that still holds.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] until=2020-01-31 the move  # <- here
    DAG("store", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] until=soon the move  # <- here

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] until=2999-12-31 owner=data the move
    DAG("store", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] until the move is over
"""

from collections.abc import Iterator

from mwaa_doctor.models.suppressions import IgnoreComment
from mwaa_doctor.rule import Finding, rule


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(comment: IgnoreComment) -> Iterator[Finding]:
    names = ", ".join(comment.ignore.rules)
    if comment.expired:
        yield Finding(comment, f"`ignore[{names}]` expired on {comment.ignore.until}")
    elif comment.ignore.until and comment.ignore.last_day is None:
        yield Finding(comment, f"`until={comment.ignore.until}` is no date such as 2027-06-30")
