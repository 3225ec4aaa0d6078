"""Code names a Celery queue of an MWAA environment.

Why
    Queues named `airflow-celery-...` carry the tasks of an environment, and with an AWS owned key their account
    belongs to MWAA. What else is put there makes workers fail; what is taken from there is a task that never runs.

Fix
    Use a queue of your own for messages, and let the execution role reach that one only.

Bad
    # dags/events.py
    QUEUE = "https://sqs.eu-central-1.amazonaws.com/204417779330/airflow-celery-5d1f0b7e-42aa"  # <- here

Good
    # dags/events.py
    QUEUE = "https://sqs.eu-central-1.amazonaws.com/204417779330/events"
    ALLOWED = "arn:aws:sqs:eu-central-1:*:airflow-celery-*"
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, rule

_QUEUE = re.compile(
    r"(?:https?://(?:sqs\.[\w-]+|[\w-]+\.queue)\.amazonaws\.com(?:\.cn)?/\d{12}/|arn:aws[\w-]*:sqs:[\w-]+:\d{12}:)"
    r"(airflow-celery-\w[\w-]*)"
)


@rule(
    severity="warning",
    covers=["foreign-sqs-queue"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    for text in file.texts:
        found = _QUEUE.search(text.value) if "airflow-celery-" in text.value else None
        if found:
            yield Finding(file.place_of(text.node), f"`{found[1]}` is the task queue of an MWAA environment")
