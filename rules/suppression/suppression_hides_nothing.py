"""A suppression in the configuration hides nothing.

Why
    What it hid has been repaired, moved or renamed. Left behind, it hides the next fault of that kind, unseen.

Fix
    Delete the entry, or correct its `target`.

Bad
    # select: variable-read-at-parse-time
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # mwaa-doctor.toml  # <- here
    [[suppressions]]
    rule = "variable-read-at-parse-time"
    target = "dags/load.py"
    reason = "cached by the backend"

Good
    # select: variable-read-at-parse-time
    # dags/load.py
    from airflow import DAG
    from airflow.models import Variable

    DAG("load", schedule=None, tags=[Variable.get("tag")])
    # mwaa-doctor.toml
    [[suppressions]]
    rule = "variable-read-at-parse-time"
    target = "dags/load.py"
    reason = "cached by the backend"
"""

from collections.abc import Iterator

from mwaa_doctor.models.suppressions import ConfiguredSuppression
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.unknown import ONLY_SOME_FILES


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(entry: ConfiguredSuppression, project: Project) -> Iterator[Finding]:
    if entry.hidden or entry.expired:
        return
    if not project.complete:
        raise Unknown(ONLY_SOME_FILES)
    if not entry.judged:
        raise Unknown("whether a suppression is still needed shows only if its rule runs on everything")
    suppression = entry.suppression
    yield Finding(entry, f"the suppression of `{suppression.rule}` for `{suppression.target}` hides nothing")
