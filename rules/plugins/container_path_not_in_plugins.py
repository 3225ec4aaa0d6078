"""Code names a file of the plugins folder that plugins.zip does not hold.

Why
    plugins.zip is unpacked to `/usr/local/airflow/plugins`, and nothing else is put there. Reading the file or running
    the program ends with "No such file or directory", in the first task that needs it.

Fix
    Add the file to the archive, or correct the path: `/usr/local/airflow/plugins/` and the path within the archive.

Bad
    # plugins.zip/hive/bin/beeline.sh
    a program
    # plugins.zip/hive_plugin.py
    import os

    os.environ["HIVE_HOME"] = "/usr/local/airflow/plugins/apache-hive-3.1.2-bin"  # <- here
    os.environ["PATH"] = os.getenv("PATH") + ":/usr/local/airflow/plugins/hive/sbin"  # <- here
    ---
    # plugins.zip/transform.sh
    cat
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("load", schedule=None):
        BashOperator(task_id="run", bash_command="bash /usr/local/airflow/plugins/sql/load.sh {{ ds }}")  # <- here

Good
    # plugins.zip/hive/bin/beeline.sh
    a program
    # plugins.zip/hive_plugin.py
    import os

    os.environ["HIVE_HOME"] = "/usr/local/airflow/plugins/hive"
    os.environ["PATH"] = os.getenv("PATH") + ":/usr/local/airflow/plugins/hive/bin"
    FOLDER = "/usr/local/airflow/plugins"
    NOTE = "see /usr/local/airflow/plugins/anything"
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.file_access import PLUGINS, file_accesses
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Place, rule

_PATH = re.compile(rf"{PLUGINS}/([\w.+/-]+)")
_LISTED = re.compile(rf":?{PLUGINS}/[\w.+/-]+(?::\S*)?")
_GENERATED = frozenset({"__pycache__", "logs", "tmp", "target", ".venv", "venv"})
_CREATES = (
    "mkdir",
    "touch",
    "rm",
    "ls",
    "test",
    "[",
    "[[",
    "echo",
    "find",
    "tee",
    "unzip",
    "tar",
    "aws",
    "curl",
    "wget",
)


@rule(
    severity="error",
    covers=["plugins-container-path", "plugin-environment-paths-exist"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
    confidence="medium",
)
def check(file: PythonFile, project: Project) -> Iterator[Finding]:
    plugins = project.plugins
    if file.role not in ("dag", "plugin") or plugins is None or not file.mentions(PLUGINS.encode()):
        return
    for path, place in dict.fromkeys(_named(file)):
        if _GENERATED.isdisjoint(path.split("/")) and not plugins.has(path):
            yield Finding(place, f"`{PLUGINS}/{path}` is not in plugins.zip", cause=path)


def _named(file: PythonFile) -> Iterator[tuple[str, Place]]:
    """The paths below the plugins folder that the code reads, each with its place."""
    written = {id(access.node) for access in file_accesses(file) if access.action == "write"}
    for text in file.texts:
        if not text.part and id(text.node) not in written and _LISTED.fullmatch(text.value):
            for match in _PATH.finditer(text.value):
                yield match[1].rstrip("/"), file.place_of(text.node)
    for shell in shell_texts(file) if isinstance(file, DagFile) else ():
        for command in shell.commands:
            for word in command.words if command.program not in _CREATES else ():
                named = _PATH.fullmatch(word.rpartition("=")[2])
                if named is not None:
                    yield named[1].rstrip("/"), shell.place_of(command)
