"""A task copies a whole prefix of S3 to the disk of the worker.

Why
    A worker has 20 GB of disk for all its tasks and the system. When the prefix grows, the copy ends with "No space
    left on device", and so do the other tasks of that worker.

Fix
    Work on the data where it is (Athena, Glue, EMR), copy single objects, and delete them at the end of the task.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("report", schedule=None):
        BashOperator(task_id="copy", bash_command="aws s3 sync s3://landing/events/ /tmp/events")  # <- here

Good
    # dags/report.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("report", schedule=None):
        BashOperator(task_id="one", bash_command="aws s3 cp s3://landing/events/1.json /tmp/1.json")
        BashOperator(task_id="up", bash_command="aws s3 sync /tmp/events s3://landing/events/")
        BashOperator(task_id="across", bash_command="aws s3 cp --recursive s3://landing/a s3://curated/a")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    confidence="medium",
    covers=["task-disk-limit"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(file: DagFile) -> Iterator[Finding]:
    for text in shell_texts(file):
        for command in text.commands:
            if _copies_prefix(command):
                message = "a whole prefix of S3 is copied to the disk of the worker, which is limited"
                yield Finding(text.place_of(command), message, resource=text.resource)
                return


def _copies_prefix(command: ShellCommand) -> bool:
    whole = command.runs("aws", "s3", "sync") or (
        command.runs("aws", "s3", "cp") and "--recursive" in command.arguments
    )
    places = [word for word in command.arguments[2:] if not word.startswith("-")][:2]
    narrowed = any(word in ("--include", "--exclude") for word in command.arguments)
    return whole and not narrowed and len(places) == 2 and places[0].startswith("s3://") and places[1].startswith("/")
