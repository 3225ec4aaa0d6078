"""The file waits while it is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. A parse that takes longer
    than `core.dagbag_import_timeout` (30 seconds) is given up and the DAGs of the file disappear.

Fix
    Wait inside a task, or let a sensor wait.

Bad
    # dags/patient.py
    import time

    from airflow import DAG

    time.sleep(5)  # <- here

    with DAG("patient", schedule=None):
        pass

Good
    # dags/patient.py
    import time

    from airflow import DAG
    from airflow.operators.python import PythonOperator

    with DAG("patient", schedule=None):
        PythonOperator(task_id="wait", python_callable=lambda: time.sleep(5))
        PythonOperator(task_id="again", python_callable=time.sleep, op_args=[5])
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
    for call in code.costing("sleep"):
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
