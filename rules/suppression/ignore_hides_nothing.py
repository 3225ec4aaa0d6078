"""An ignore comment hides nothing.

Why
    What it hid has been repaired. Left behind, it hides the next fault of that kind on the line, unseen.

Fix
    Delete the rule's name from the comment, or the comment.

Bad
    # select: variable-read-at-parse-time
    # dags/load.py
    from airflow import DAG

    BUCKET = "landing"  # mwaa-doctor: ignore[variable-read-at-parse-time] needed for the tests  # <- here

    DAG("load", schedule=None)

Good
    # select: variable-read-at-parse-time
    # dags/load.py
    from airflow import DAG
    from airflow.models import Variable

    BUCKET = Variable.get("bucket")  # mwaa-doctor: ignore[variable-read-at-parse-time] cached by the backend

    DAG("load", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor.models.repairs import dropped_comment
from mwaa_doctor.models.suppressions import IgnoreComment
from mwaa_doctor.rule import Finding, Fix, rule


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(comment: IgnoreComment) -> Iterator[Finding]:
    idle = comment.useless()
    whole = set(idle) == set(comment.ignore.rules) and len(idle) == 1
    for name in idle:
        fix = Fix("Delete the comment", safe=True, rewrites=(dropped_comment(comment.place),)) if whole else None
        yield Finding(comment, f"`ignore[{name}]` hides nothing", fix=fix)
