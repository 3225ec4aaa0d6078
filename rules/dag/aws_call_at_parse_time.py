"""AWS is called each time the file is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. Calls are throttled and
    paid for, and without the right in the execution role or a route to the service the file does not load.

Fix
    Call inside a task; give operators constants or templates such as `{{ var.value.bucket }}`.

Bad
    # dags/landing.py
    import boto3
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    s3 = boto3.client("s3")

    with DAG("landing", schedule=None):
        for item in s3.list_objects_v2(Bucket="landing")["Contents"]:  # <- here
            EmptyOperator(task_id=item["Key"])

Good
    # dags/landing.py
    import boto3
    from airflow import DAG
    from airflow.decorators import task
    from airflow.providers.amazon.aws.hooks.s3 import S3Hook

    bucket, key = S3Hook.parse_s3_url("s3://landing/today")

    with DAG("landing", schedule=None):

        @task
        def names():
            objects = boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
            return [item["Key"] for item in objects]

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
    for call in code.costing("aws"):
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
