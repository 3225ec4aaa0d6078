"""A database is used each time the file is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. Each one opens a
    connection to the database; when that is slow or refused, the file does not load and its DAGs do not run.

Fix
    Query inside a task. If the rows decide which tasks exist, map over the result of a task with `expand`.

Bad
    # dags/tables.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    with DAG("tables", schedule=None):
        for (name,) in PostgresHook("erp").get_records("select name from tables"):  # <- here
            EmptyOperator(task_id=name)

Good
    # dags/tables.py
    from airflow import DAG
    from airflow.decorators import task
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    hook = PostgresHook("erp")

    with DAG("tables", schedule=None):

        @task
        def names():
            return [name for (name,) in hook.get_records("select name from tables")]

        names()
"""

from collections.abc import Iterator

from mwaa_doctor.models.parse_time import ParseTimeCode
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["parse-time-calls"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(code: ParseTimeCode) -> Iterator[Finding]:
    for call in code.costing("database"):
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
