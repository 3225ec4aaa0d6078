"""The name of the environment is read from a variable that MWAA does not set.

Why
    The custom metrics sample reads `MWAA_ENV_NAME`, which exists on no MWAA environment: the value is `None`, the
    metric is refused or has no dimension, and `os.environ[...]` fails the task.

Fix
    Read `AIRFLOW_ENV_NAME`, which MWAA sets, or export the variable in the startup script.

Bad
    # dags/metrics.py
    import os


    def dimensions():
        return [{"Name": "Environment", "Value": os.getenv("MWAA_ENV_NAME")}]  # <- here

Good
    # dags/metrics.py
    import os


    def dimensions():
        name = os.getenv("MWAA_ENV_NAME", os.environ["AIRFLOW_ENV_NAME"])
        return [{"Name": "Environment", "Value": name}]
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import PythonTalk, talk_of
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_NAME = "MWAA_ENV_NAME"


@rule(
    severity="warning",
    covers=["metrics-dag-environment-name"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-custom-metrics.html",
)
def check(file: PythonFile, project: Project) -> Iterator[Finding]:
    talk = talk_of(file)
    if file.role == "script" or not isinstance(talk, PythonTalk):
        return
    if not any(text.value == _NAME for text in file.texts) or _NAME in project.startup_exports:
        return
    written = {file.constant(write[0].slice, write[2]) for write in file.index.subscript_writes}
    if _NAME in written:
        return
    for node in _reads(talk):
        if not any(use.kind == "test" for use in talk.flow.uses(node)):
            yield Finding(file.place_of(node), f"MWAA sets no variable `{_NAME}`")


def _reads(talk: PythonTalk) -> Iterator[ast.expr]:
    """The reads of the variable that have no default."""
    file = talk.file
    for call in file.calls("os.getenv", "os.environ.get"):
        given = [*call.node.args, *call.node.keywords]
        if len(given) == 1 and file.constant(call.node.args[0] if call.node.args else None, call.scope) == _NAME:
            yield call.node
    for text in file.texts:
        outer = talk.flow.parent(text.node)
        if text.value != _NAME or not isinstance(outer, ast.Subscript) or not isinstance(outer.ctx, ast.Load):
            continue
        if file.resolve(outer.value, text.scope) == "os.environ":
            yield outer
