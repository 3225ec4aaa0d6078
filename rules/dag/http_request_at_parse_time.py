"""A web service is asked each time the file is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. The scheduler waits for
    the answer, and while the service is away the file does not load and its DAGs do not run.

Fix
    Send the request inside a task. If it decides which DAGs exist, let a DAG of its own write the answer to a file or a
    Variable that templates read.

Bad
    # dags/partners.py
    import requests
    from airflow import DAG


    def catalogue():
        return requests.get("https://partners.example.com/list", timeout=10).json()


    with DAG("partners", schedule=None):
        for partner in catalogue():  # <- here
            print(partner)

Good
    # dags/partners.py
    import requests
    from airflow.decorators import dag, task

    session = requests.Session()


    @dag(schedule=None)
    def partners():
        @task
        def catalogue():
            return session.get("https://partners.example.com/list", timeout=10).json()

        catalogue()


    partners()
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
    for call in code.costing("http"):
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
