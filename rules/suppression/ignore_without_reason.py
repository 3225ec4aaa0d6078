"""An ignore comment gives no reason.

Why
    Nobody can tell later whether it still has to be there, and so it stays.

Fix
    Write the reason behind the brackets: `# mwaa-doctor: ignore[rule-name] reason`.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id]  # <- here

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] the other one is paused
"""

from collections.abc import Iterator

from mwaa_doctor.models.suppressions import IgnoreComment
from mwaa_doctor.rule import Finding, rule


@rule(severity="info", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(comment: IgnoreComment) -> Iterator[Finding]:
    if comment.ignore.rules and not comment.ignore.reason:
        yield Finding(comment, f"`ignore[{', '.join(comment.ignore.rules)}]` gives no reason")
