"""The connection `aws_default` is replaced.

Why
    MWAA sets `aws_default` itself, without keys, and uses it for task logs in CloudWatch. Another definition makes
    logs disappear and lets operators work with other rights than those of the execution role.

Fix
    Give the connection another id and name it in `aws_conn_id`.

Bad
    # dags/access.py
    import os

    from airflow import DAG
    from airflow.operators.bash import BashOperator

    os.environ["AIRFLOW_CONN_AWS_DEFAULT"] = "aws://"  # <- here

    with DAG("access", schedule=None):
        BashOperator(task_id="reset", bash_command="airflow connections add aws_default --conn-type aws")  # <- here

Good
    # dags/access.py
    import os

    from airflow import DAG
    from airflow.operators.bash import BashOperator

    os.environ["AIRFLOW_CONN_AWS_PARTNER"] = "aws://"
    USED = os.environ.get("AIRFLOW_CONN_AWS_DEFAULT")

    with DAG("access", schedule=None):
        BashOperator(task_id="show", bash_command="echo connections add aws_default")
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.environment_writes import environment_writes
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.rule import Finding, rule

_VARIABLE = "AIRFLOW_CONN_AWS_DEFAULT"
_SAVES = ("add", "add_all", "merge", "merge_conn", "bulk_save_objects")


@rule(
    severity="error",
    covers=["aws-default-not-overridden"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/manage-connection-types.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    for write in environment_writes(file):
        if write.name == _VARIABLE:
            yield Finding(write, f"`{_VARIABLE}` replaces the connection `aws_default` of MWAA")
    for call in file.calls("airflow:Connection"):
        name = file.constant(argument(call.node, "conn_id", 0), call.scope)
        if name == "aws_default" and _is_saved(file, call):
            yield Finding(file.place_of(call.node), "a connection `aws_default` of its own is saved")
    for text in shell_texts(file) if isinstance(file, DagFile) else ():
        for command in text.commands:
            for verb in ("add", "delete"):
                if command.runs("airflow", "connections", verb) and "aws_default" in command.arguments:
                    message = f"`airflow connections {verb}` changes the connection `aws_default` of MWAA"
                    yield Finding(text.place_of(command), message, resource=text.resource)
            if any(name == _VARIABLE for name, _ in command.assignments):
                yield Finding(text.place_of(command), f"`{_VARIABLE}` replaces the connection `aws_default` of MWAA")


def _is_saved(file: PythonFile, connection: Call) -> bool:
    for call in file.index.calls:
        func = call.node.func
        if (func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else "") in _SAVES:
            for given in call.node.args:
                if given is connection.node:
                    return True
                if isinstance(given, ast.Name):
                    found = file.names.lookup(given.id, call.scope, given.lineno)
                    if found is not None and found.binding.value is connection.node:
                        return True
    return False
