"""An ignore comment names no rule.

Why
    There is no comment that hides everything: without names in brackets it hides nothing, whatever it was meant to.

Fix
    Name the rules: `# mwaa-doctor: ignore[rule-name] reason`.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore  # <- here
    DAG("store", schedule=None)  # mwaa-doctor: ignore[]  # <- here

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)  # mwaa-doctor: ignore[duplicate-dag-id] the other one is paused
    NOTE = "write mwaa-doctor: ignore to hide"
"""

from collections.abc import Iterator

from mwaa_doctor.models.suppressions import IgnoreComment
from mwaa_doctor.rule import Finding, rule


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(comment: IgnoreComment) -> Iterator[Finding]:
    if not comment.ignore.rules:
        yield Finding(comment, "`mwaa-doctor: ignore` names no rule, so it hides nothing")
