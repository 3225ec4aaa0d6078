"""A task names a queue.

Why
    MWAA has one Celery queue of its own name. A task sent to another one is never taken by a worker: it stays queued,
    then fails without any log.

Fix
    Delete the `queue` argument.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("report", schedule=None):
        BashOperator(task_id="load", bash_command="echo", queue="high")  # <- here

Good
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.providers.amazon.aws.operators.sqs import SqsPublishOperator

    with DAG("report", schedule=None):
        SqsPublishOperator(task_id="load", sqs_queue="high", message_content="x")
        BashOperator(task_id="plain", bash_command="echo", queue="default")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.repairs import dropped_value
from mwaa_doctor.rule import Finding, Fix, rule


@rule(
    severity="error",
    covers=["task-queue-argument"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-cloudwatch-cloudtrail-logs.html",
)
def check(task: Task) -> Iterator[Finding]:
    queue = task.effective("queue")
    if queue is None:
        return
    value = queue.value
    if value is not None and value != "default":
        message = f"queue `{value}` does not exist on MWAA"
        drop = dropped_value(queue.file, task.call.node, queue.node)
        fix = Fix("Delete the `queue` argument", safe=True, rewrites=drop)
        yield Finding(queue, message, fix=fix, resource=task.resource, cause=f"{queue.place}")
