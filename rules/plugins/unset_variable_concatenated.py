"""A plugin adds text to an environment variable that may not be set.

Why
    `os.getenv` gives None for a variable that is not set, and None plus text raises TypeError. The plugin is not
    loaded, and what it should have set is missing in every task.

Fix
    Give a default: `os.getenv("CLASSPATH", "")`.

Bad
    # plugins/hive_plugin.py
    import os

    os.environ["CLASSPATH"] = os.getenv("CLASSPATH") + ":/usr/local/airflow/plugins/hive/lib"  # <- here

Good
    # plugins/hive_plugin.py
    import os

    os.environ["CLASSPATH"] = os.getenv("CLASSPATH", "") + ":/usr/local/airflow/plugins/hive/lib"
    os.environ["PATH"] = os.getenv("PATH") + ":/usr/local/airflow/plugins/hive/bin"


    def folder():
        return (os.environ.get("SCRATCH") or "/tmp") + "/hive"
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_ALWAYS_SET = ("PATH", "HOME", "AIRFLOW_HOME", "AWS_REGION", "AWS_DEFAULT_REGION", "AIRFLOW_VERSION", "PYTHONPATH")
_READS = ("os.getenv", "os.environ.get")


@rule(
    severity="error",
    covers=["getenv-none-concatenated"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-hive.html",
)
def check(file: PythonFile, project: Project) -> Iterator[Finding]:
    if file.role != "plugin" or not file.mentions(b"getenv", b"environ"):
        return
    unset = {id(call.node): name for call in file.calls(*_READS) if (name := _unset(file, call))}
    for node in ast.walk(file.tree) if unset else ():
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
            continue
        for side, other in ((node.left, node.right), (node.right, node.left)):
            name = unset.get(id(side), "")
            if name and name not in _ALWAYS_SET and name not in project.startup_exports and _is_text(other):
                yield Finding(file.place_of(node), f"`{name}` may not be set, and None plus text is a TypeError")


def _unset(file: PythonFile, call: Call) -> str:
    """The variable that a call reads without a default whenever the file is imported."""
    guarded = call.block is not None and call.block.guarded
    if guarded or len(call.node.args) != 1 or call.node.keywords or not parse_time(file).runs(call):
        return ""
    name = file.constant(call.node.args[0], call.scope)
    return name if isinstance(name, str) else ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
