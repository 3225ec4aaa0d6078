"""A suppression in the configuration has expired.

Why
    What it hid is reported again. The entry itself no longer does anything.

Fix
    Repair what it hid and delete the entry, or set a later `until` with a reason that still holds.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # mwaa-doctor.toml  # <- here
    [[suppressions]]
    rule = "duplicate-dag-id"
    target = "dags/load.py"
    reason = "until the migration"
    until = 2020-01-31

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # mwaa-doctor.toml
    [[suppressions]]
    rule = "duplicate-dag-id"
    target = "dags/load.py"
    reason = "until the migration"
    until = 2999-12-31
"""

from collections.abc import Iterator

from mwaa_doctor.models.suppressions import ConfiguredSuppression
from mwaa_doctor.rule import Finding, rule


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html")
def check(entry: ConfiguredSuppression) -> Iterator[Finding]:
    if entry.expired:
        suppression = entry.suppression
        yield Finding(
            entry,
            f"the suppression of `{suppression.rule}` for `{suppression.target}` expired on {suppression.until}",
            evidence=(f"its reason was: {suppression.reason}",),
        )
