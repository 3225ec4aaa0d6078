"""Code lists all buckets of the account.

Why
    The execution role that the manual describes denies `s3:ListAllMyBuckets`, so the call fails with AccessDenied
    however many buckets the role may read.

Fix
    Name the buckets, in a variable or a parameter.

Bad
    # dags/report.py
    import boto3
    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.bash import BashOperator

    with DAG("report", schedule=None):

        @task
        def count():
            return len(boto3.client("s3").list_buckets()["Buckets"])  # <- here

        count()
        BashOperator(task_id="ls", bash_command="aws s3 ls --region eu-central-1")  # <- here

Good
    # dags/report.py
    import boto3
    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.bash import BashOperator

    with DAG("report", schedule=None):

        @task
        def count():
            return len(boto3.client("s3").list_objects_v2(Bucket="landing")["Contents"])

        count()
        BashOperator(task_id="ls", bash_command='aws s3 ls "$BUCKET"; aws s3 ls s3://landing; echo aws s3 ls')
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.python_file import runs_on_import
from mwaa_doctor.models.shell_words import ShellCommand
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.rule import Finding, rule

_METHODS = (".list_buckets", ".buckets.all", ".buckets.filter")
_OWNERS = ("boto3.", "airflow:S3Hook()", "airflow:AwsBaseHook()", "airflow:AwsGenericHook()")


@rule(
    severity="warning",
    covers=["dag-lists-all-buckets"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
)
def check(file: DagFile) -> Iterator[Finding]:
    for call in file.index.calls:
        name = file.name(call)
        if name.endswith(_METHODS) and name.startswith(_OWNERS) and runs_on_import(call):
            yield Finding(file.place_of(call.node), "all buckets are listed, which the documented role denies")
    for text in shell_texts(file):
        for command in text.commands:
            if command.runs("aws", "s3api", "list-buckets") or _lists_all(command):
                message = "all buckets are listed, which the documented role denies"
                yield Finding(text.place_of(command), message, resource=text.resource)


def _lists_all(command: ShellCommand) -> bool:
    words = command.arguments[2:]
    plain = [word for before, word in zip(("", *words), words, strict=False) if not before.startswith("--")]
    return command.runs("aws", "s3", "ls") and all(word.startswith("-") for word in plain)
