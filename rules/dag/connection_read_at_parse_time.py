"""An Airflow connection is read each time the file is parsed.

Why
    Code outside tasks runs at every parse, on MWAA about every 30 seconds in each scheduler. Every read is a query to
    the metadata database or a paid call to Secrets Manager, and the whole file breaks if the connection is missing.

Fix
    Read it inside the task, give the operator the connection's id, or leave it to the template: `{{ conn.name.host }}`.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.hooks.base import BaseHook
    from airflow.operators.bash import BashOperator

    HOST = BaseHook.get_connection("erp").host  # <- here

    with DAG("report", schedule=None):
        BashOperator(task_id="ping", bash_command=f"ping -c1 {HOST}")

Good
    # dags/report.py
    from airflow import DAG
    from airflow.hooks.base import BaseHook
    from airflow.operators.bash import BashOperator
    from airflow.operators.python import PythonOperator


    def load():
        return BaseHook.get_connection("erp").host


    with DAG("report", schedule=None):
        BashOperator(task_id="ping", bash_command="ping -c1 {{ conn.erp.host }}")
        PythonOperator(task_id="load", python_callable=load)
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
    for call in code.costing("connection"):
        yield Finding(call, f"{call.words} at every parse of `{call.file.path}`", evidence=call.evidence)
