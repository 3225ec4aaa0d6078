"""An Airflow Variable is read each time the file is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. Every read is a query to
    the metadata database or a paid call to Secrets Manager, and the file breaks when it fails.

Fix
    Read it inside the task, or leave it to the template: `{{ var.value.name }}`, `{{ var.json.name }}`.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.models import Variable

    BUCKET = Variable.get("bucket")  # <- here

    with DAG("report", schedule=None):
        pass

Good
    # dags/report.py
    from airflow import DAG
    from airflow.decorators import task
    from airflow.models import Variable

    with DAG("report", schedule=None):

        @task
        def load():
            return Variable.get("bucket")

        load()
"""

from collections.abc import Iterator

from mwaa_doctor.models.parse_time import ParseTimeCode
from mwaa_doctor.rule import Finding, rule

_READS = (
    "airflow:Variable.get",
    "airflow:Variable.setdefault",
    "airflow:Variable.get_variable_from_secrets",
    "airflow:Variable().get",
    "airflow:Variable().get_val",
)


@rule(
    severity="warning",
    covers=["parse-time-calls"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(code: ParseTimeCode) -> Iterator[Finding]:
    for call in code.named(*_READS):
        key = call.file.constant(call.argument("key", 0), call.call.scope)
        name = f"Variable `{key}`" if isinstance(key, str) else "an Airflow Variable"
        yield Finding(call, f"{name} is read at every parse of `{call.file.path}`", evidence=call.evidence)
