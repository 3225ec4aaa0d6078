"""What rules about refusals of Airflow share: whether code surely runs, what ``default_args`` surely hold."""

from __future__ import annotations

import ast
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.models.arguments import Argument, Arguments
from mwaa_doctor.models.dags import Dag, Task
from mwaa_doctor.models.imports import in_caught_try
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.models.version_guards import Guards
from mwaa_doctor.target import AirflowVersion, Target
from mwaa_doctor.unknown import Unknown

_DEFAULTS = "default_args"


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


def is_plain(dag: Dag) -> bool:
    """Whether a DAG is of Airflow's own class and not of one derived from it."""
    node = dag.node
    return not isinstance(node, ast.Call) or dag.file.resolve(node.func, dag.scope) == "airflow:DAG"


def possible_versions(target: Target) -> list[AirflowVersion]:
    """The version that is judged; all that MWAA has had if it is not known, so that one may see whether it matters."""
    if target.version is not None:
        return [target.version]
    return [version for release in facts.releases() if (version := AirflowVersion.parse(release.version))]


def settled_defaults(dag: Dag) -> Arguments | None:
    """The ``default_args`` of a DAG; ``None`` if they are computed or changed after they are written."""
    known = dag.file.once(_defaults_by_dag)
    return known[id(dag)] if id(dag) in known else _read_defaults(dag)


def _defaults_by_dag(file: Any) -> dict[int, Arguments | None]:
    return {id(dag): _read_defaults(dag) for dag in file.dags}


def _read_defaults(dag: Dag) -> Arguments | None:
    if not dag.complete:
        return None
    given = dag.arguments.get(_DEFAULTS)
    if given is None:
        return {} if not _reaches_in(dag.file) else None
    try:
        found = dag.default_args
    except Unknown:
        return None
    return None if _reaches_in(dag.file) or changes_later(given) else found


def _reaches_in(file: PythonFile) -> bool:
    """Whether code asks an object for its ``default_args``, and so may change them."""
    return file.mentions(b".default_args") and _DEFAULTS + "()" in file.once(_handed_on)


def changes_later(given: Argument) -> bool:
    """Whether a dict that a name holds may get more entries than it is written with."""
    node = given.node
    if isinstance(node, ast.Attribute):
        return True
    if not isinstance(node, ast.Name):
        return False
    home = given.origin.file
    there = (given.file.names.qualified(node, given.scope) or "").rpartition(".")[2]
    return node.id in given.file.once(_handed_on) or (home is not given.file and there in home.once(_handed_on))


def _handed_on(file: PythonFile) -> frozenset[str]:
    """Names that are not only read: other code may hold what they stand for, and change it."""
    found: set[str] = set()
    todo: list[ast.AST] = [file.tree]
    while todo:
        node = todo.pop()
        for child in ast.iter_child_nodes(node):
            todo.append(child)
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load) and not _only_reads(node, child):
                found.add(child.id)
            elif isinstance(child, ast.Attribute) and child.attr == _DEFAULTS:
                found.add(_DEFAULTS + "()")
    return frozenset(found)


def _only_reads(node: ast.AST, name: ast.Name) -> bool:
    """Whether a node does no more with the value of a name than to read it, or to hand it to a DAG."""
    if isinstance(node, ast.keyword):
        return node.arg in (None, _DEFAULTS, "params")
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Attribute):
        return node.attr in ("get", "copy", "items", "keys", "values")
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return node.func is name or called in ("dict", "copy", "deepcopy", "len", "print")
    return isinstance(node, (ast.Dict, ast.BinOp, ast.Compare, ast.FormattedValue))


def defaults_around(task: Task) -> Arguments | None:
    """The ``default_args`` that reach a task: those of its DAG; ``None`` if others may come in between."""
    dag = task.dag
    if dag is None or not task.complete or not {"default_args", "task_group"}.isdisjoint(task.arguments):
        return None
    function = task.call.scope.function()
    if function is not None and function is not dag.function and function is not dag.scope.function():
        return None
    scope: Scope | None = task.call.scope
    block = task.call.block
    while scope is not None and scope is not function:
        for part in block.chain() if block is not None else ():
            if part.kind == "with" and not all(_adds_no_defaults(task, item.context_expr) for item in part.node.items):  # type: ignore[attr-defined]
                return None
        block, scope = scope.block, scope.parent
    return settled_defaults(dag)


def _adds_no_defaults(task: Task, opened: ast.expr) -> bool:
    """Whether a ``with`` item is the task's DAG, or a task group without ``default_args``."""
    file, dag = task.file, task.dag
    if dag is None or opened is dag.node:
        return dag is not None
    if isinstance(opened, ast.Name):
        found = file.names.lookup(opened.id, task.call.scope, opened.lineno)
        return found is not None and found.certain and found.binding.value is dag.node
    if not isinstance(opened, ast.Call) or file.resolve(opened.func, task.call.scope) != "airflow:TaskGroup":
        return False
    return all(keyword.arg not in (None, "default_args") for keyword in opened.keywords)


def keeps_signature(file: PythonFile, function: Scope) -> bool:
    """Whether Airflow sees the parameters of a TaskFlow function as they are written: no other decorator, no method."""
    if function.parent is None or function.parent.kind == "class":
        return False
    names = (file.resolve(item, function.parent) for item in function.node.decorator_list)
    return all(name.startswith(("airflow:task", "airflow:setup", "airflow:teardown")) for name in names)


def certainly_true(given: Argument) -> bool:
    """Whether an argument surely counts as true: a constant, a list with entries, or an object of Airflow's."""
    origin = given.origin
    if isinstance(origin.node, (ast.List, ast.Tuple, ast.Set)):
        return any(not isinstance(item, ast.Starred) for item in origin.node.elts)
    if isinstance(origin.node, ast.Call):
        last = origin.resolved.rpartition(":")[2]
        if origin.resolved.startswith("airflow:") and last[:1].isupper() and last.endswith("()"):
            return True
    return bool(given.constant())
