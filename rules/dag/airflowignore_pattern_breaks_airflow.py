"""Airflow fails on a line of an .airflowignore file, and so finds no DAG.

Why
    Airflow 3 reads the lines as globs, and one that is no glob ends its search for DAG files: no new DAG appears and
    none is updated, with nothing to see but an error in the log of the DAG processor.

Fix
    Correct the line or delete it. A lone `!` and a backslash at the end of a line are such globs.

Bad
    # airflow-version: 3.0.6
    # dags/.airflowignore
    helpers/
    !  # <- here
    # dags/helpers/layouts.py
    FIELDS = {}

Good
    # airflow-version: 3.0.6
    # dags/.airflowignore
    helpers/*
    !helpers/daily.py
    # dags/helpers/layouts.py
    FIELDS = {}
    # dags/helpers/daily.py
    FIELDS = {}
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_ignore import AirflowIgnore
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#airflowignore",
)
def check(ignore: AirflowIgnore) -> Iterator[Finding]:
    faulty = [pattern for pattern in ignore.patterns if pattern.ends_search]
    if faulty and not ignore.syntax_is_known:
        raise Unknown("whether the lines are regular expressions or globs depends on the Airflow version")
    for pattern in faulty:
        message = f"`{pattern.text}` is no glob, and Airflow finds no DAG at all because of it"
        yield Finding(pattern, message, (pattern.fault,))
