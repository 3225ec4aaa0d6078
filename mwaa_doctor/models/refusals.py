"""What rules about refusals of Airflow have in common: whether code surely runs, and what ``default_args`` surely hold."""

from __future__ import annotations

import ast

from mwaa_doctor.models.arguments import Argument, Arguments
from mwaa_doctor.models.dags import Dag, Task
from mwaa_doctor.models.imports import in_caught_try
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.models.version_guards import Guards
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown


def surely_runs(file: PythonFile, scope: Scope, block: Block | None, target: Target) -> bool:
    """Whether an exception here ends the import: no ``try`` catches it, no undecided condition stands around it."""
    current: Scope | None = scope
    around = block
    while current is not None:
        if in_caught_try(around) or (around is not None and any(part.kind == "except" for part in around.chain())):
            return False
        around, current = current.block, current.parent
    if block is None and scope.block is None and scope.parent is None:
        return True
    version = target.airflow
    return Guards(file, version, target.known_python or (3, 11)).runs(scope, block) is True


def settled_defaults(dag: Dag) -> Arguments | None:
    """The ``default_args`` of a DAG; ``None`` if they are computed or changed after they are written."""
    if not dag.complete:
        return None
    given = dag.arguments.get("default_args")
    if given is None:
        return {}
    try:
        found = dag.default_args
    except Unknown:
        return None
    return None if changes_later(given) else found


def changes_later(given: Argument) -> bool:
    """Whether a dict that a name holds may get more entries: by assignment to a key, or by any call that it is given to."""
    if not isinstance(given.node, ast.Name):
        return isinstance(given.node, ast.Attribute)
    name, index = given.node.id, given.file.index
    for written, _, _, _ in index.subscript_writes:
        if isinstance(written.value, ast.Name) and written.value.id == name:
            return True
    for call in index.calls:
        func = call.node.func
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == name:
            if func.attr not in ("get", "copy", "items", "keys", "values"):
                return True
        elif any(isinstance(item, ast.Name) and item.id == name for item in call.node.args):
            return True
    return False


def inherited(task: Task, name: str) -> Argument | None:
    """What a task gets from the ``default_args`` of its DAG, if that is sure; ``None`` if it is not, or nothing.

    Task groups and the operator's own ``default_args`` may come in between.
    """
    if task.dag is None or not task.complete or task.groups != () or "default_args" in task.arguments:
        return None
    defaults = settled_defaults(task.dag)
    return defaults.get(name) if defaults else None
