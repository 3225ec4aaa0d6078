"""An AWS client is built each time the file is parsed.

Why
    Loading boto3's service descriptions takes up to some tenths of a second at every parse, on MWAA about every 30
    seconds in each scheduler, and every task pays for it once more before it starts.

Fix
    Build the client in the function that uses it.

Bad
    # dags/landing.py
    import boto3
    from airflow.decorators import dag, task

    s3 = boto3.client("s3")  # <- here


    @dag(schedule=None)
    def landing():
        @task
        def clean():
            s3.delete_object(Bucket="landing", Key="old")

        clean()


    landing()

Good
    # dags/landing.py
    import boto3
    from airflow.decorators import dag, task


    def client():
        return boto3.client("s3")


    @dag(schedule=None)
    def landing():
        @task
        def clean():
            client().delete_object(Bucket="landing", Key="old")

        clean()


    landing()
"""

from collections.abc import Iterator

from mwaa_doctor.models.parse_time import ParseTimeCode
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["parse-time-calls"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-ecs-operator.html",
)
def check(code: ParseTimeCode) -> Iterator[Finding]:
    for call in code.costing("client"):
        if any(other.cost is not None and other.cost.kind in ("aws", "client") for other in call.users()):
            continue  # the call on the client, or the client of the session, is reported
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
