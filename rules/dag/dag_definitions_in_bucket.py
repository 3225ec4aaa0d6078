"""DAGs are made of definitions that lie in the DAG folder.

Why
    Whoever may change the definitions may then write to the bucket, and so change any DAG: code there runs with the
    execution role and all connections. A factory is there so that its users need no such access.

Fix
    Let the authors of definitions write to another bucket, and have the pipeline render them, or read them from there.

Bad
    # dags/factory.py
    # An airflow dag of each definition
    import os

    import dagfactory

    HERE = os.path.dirname(__file__)
    factory = dagfactory.DagFactory(os.path.join(HERE, "definitions", "sales.yml"))  # <- here
    factory.generate_dags(globals())
    ---
    # dags/all.py
    from dagfactory import load_yaml_dags  # airflow dag

    load_yaml_dags(globals_dict=globals())  # <- here

Good
    # dags/factory.py
    # An airflow dag of each definition
    import dagfactory

    factory = dagfactory.DagFactory("/tmp/definitions/sales.yml")
    factory.generate_dags(globals())
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.file_access import DAGS, path_text
from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import argument
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.rule import Finding, rule

_ONE_FILE = "dagfactory.DagFactory"
_FOLDER = "dagfactory.load_yaml_dags"


@rule(
    severity="info",
    covers=["dag-definitions-kept-in-mwaa-bucket"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/security-best-practices.html",
)
def check(file: DagFile) -> Iterator[Finding]:
    for call in parse_time(file).calls:
        path = _definitions(file, call)
        if path == DAGS or path.startswith(f"{DAGS}/"):
            message = f"DAGs are made of definitions in the DAG folder: who writes `{path}` can write any DAG"
            yield Finding(file.place_of(call.node), message)
            return


def _definitions(file: DagFile, call: Call) -> str:
    """The file or folder that a factory of DAGs reads; empty if none is known."""
    name = file.qualified_name(call)
    if name not in (_ONE_FILE, _FOLDER) or _is_open(call.node):
        return ""
    given = argument(call.node, "config_filepath", 0 if name == _ONE_FILE else -1)
    if given is None and name == _FOLDER:
        if argument(call.node, "config_dict") is not None:
            return ""
        given = argument(call.node, "dags_folder")
        if given is None:
            return DAGS
    return path_text(file, given, call.scope, call.block) if given is not None else ""


def _is_open(call: ast.Call) -> bool:
    """Whether more may be given than is written."""
    return any(word.arg is None for word in call.keywords) or any(isinstance(part, ast.Starred) for part in call.args)
