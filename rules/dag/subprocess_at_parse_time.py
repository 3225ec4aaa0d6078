"""A process is started each time the file is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. The processes take memory
    and CPU from the scheduler, and the file does not load if the program is missing in the image or fails.

Fix
    Start it inside a task, or use `BashOperator`.

Bad
    # dags/version.py
    import subprocess

    from airflow import DAG

    COMMIT = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()  # <- here

    with DAG("version", schedule=None, tags=[COMMIT]):
        pass

Good
    # dags/version.py
    import subprocess

    from airflow import DAG
    from airflow.operators.python import PythonOperator


    def commit():
        return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()


    with DAG("version", schedule=None):
        PythonOperator(task_id="commit", python_callable=commit)
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
    for call in code.costing("subprocess"):
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
