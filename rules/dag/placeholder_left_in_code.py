"""A placeholder of a sample was never replaced.

Why
    The value goes to AWS or Airflow as it stands: an environment, bucket or host of that name does not exist, or worse,
    belongs to somebody else. One notices when the task runs.

Fix
    Put in your own value, or read it from a Variable or an environment variable.

Bad
    # dags/trigger.py
    import boto3

    ENVIRONMENT = "YOUR_ENVIRONMENT_NAME"  # <- here


    def trigger():
        boto3.client("s3").head_bucket(Bucket="your-bucket-name")  # <- here
        return boto3.client("mwaa").create_cli_token(Name=ENVIRONMENT)
    ---
    # dags/export.py
    S3_BUCKET = "your-new-export-bucket"  # <- here
    ---
    # scripts/token.sh
    aws mwaa create-cli-token --name YOUR_ENVIRONMENT_NAME  # <- here

Good
    # dags/trigger.py
    import boto3

    ENVIRONMENT = "prod"
    HELP = "replace YOUR_ENVIRONMENT_NAME by the name of your environment"
    DOCS = "https://example.com/your-first-dag"


    def trigger(name):
        if name == "YOUR_ENVIRONMENT_NAME":
            raise ValueError("replace YOUR_ENVIRONMENT_NAME first")
        return boto3.client("mwaa").create_cli_token(Name=name)
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.code import Code
from mwaa_doctor.models.placeholders import in_python, placeholder_in
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.rule import Finding, rule

_SHOWS = re.compile(r"^\s*(?:echo|printf|cat|sed|perl|grep|awk|envsubst|read|usage|log|die|warn|error|info)\b|\bsed\s")
_COMPARES = re.compile(r"\[\[?\s|\btest\s|\bcase\s|\$\{\w+:[-=?]")


@rule(
    severity="error",
    covers=["code-placeholders-replaced", "export-bucket-is-separate"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(code: Code) -> Iterator[Finding]:
    if code.python is not None:
        for node, found in in_python(code.python):
            yield Finding(code.python.place_of(node), f"the placeholder `{found}` was not replaced")
    elif code.shell is not None:
        yield from _in_shell(code.shell)


def _in_shell(script: ShellScript) -> Iterator[Finding]:
    for line, text in script.commands():
        found = placeholder_in(text, whole=False) if "YOUR_" in text or "your-" in text else None
        if found is not None and not _SHOWS.search(text) and not _COMPARES.search(text):
            yield Finding(script.place_of(line), f"the placeholder `{found}` was not replaced")
