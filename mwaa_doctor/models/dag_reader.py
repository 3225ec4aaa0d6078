"""Finds the DAGs and tasks of a file."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mwaa_doctor.models.arguments import Argument, read_arguments
from mwaa_doctor.models.dags import UNPREFIXED, Dag, Task, is_operator_name
from mwaa_doctor.models.names import canonical
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Block, Call, Scope
from mwaa_doctor.unknown import Unknown

_DAG = "airflow:DAG"
_GROUP = "airflow:TaskGroup"


@dataclass(frozen=True, slots=True)
class DagsAndTasks:
    """The DAGs and all tasks of a file, also those whose DAG is not known, and which syntax node makes which task."""

    dags: tuple[Dag, ...]
    tasks: tuple[Task, ...]
    task_of_node: dict[int, Task]
    dag_of_node: dict[int, Dag]


def read_dags(file: PythonFile) -> DagsAndTasks:
    """Find the DAGs and tasks of a file, in source order."""
    reader = _Reader(file)
    reader.read()
    return DagsAndTasks(tuple(reader.dags.values()), tuple(reader.tasks), reader.task_of_node, reader.dag_of_node)


class _Reader:
    def __init__(self, file: PythonFile) -> None:
        self.file = file
        self.dags: dict[int, Dag] = {}
        self.tasks: list[Task] = []
        self.task_of_node: dict[int, Task] = {}
        self.dag_of_node: dict[int, Dag] = {}
        self.dag_of_function: dict[int, Dag] = {}
        self.taskflow: dict[int, tuple[Scope, str, ast.expr]] = {}
        self.groups: dict[int, str | None] = {}
        self.expansions: dict[int, frozenset[str] | None] = {}
        self.opened: dict[int, str | None] = {}

    def read(self) -> None:
        for function in self.file.index.functions:
            self.read_decorators(function)
        for call in self.file.index.calls:
            name = self.file.name(call)
            if name == _DAG or (name and name[0] != "a" and self._is_dag_class(name)):
                self.add_dag(call)
        if not self.file.index.calls:
            return
        for call in self.file.index.calls:
            self.read_task(call)

    def _is_dag_class(self, name: str) -> bool:
        last = name.rpartition(".")[2]
        if not last[:1].isupper() or "()" in name:
            return False
        return any(canonical(base) == _DAG for base in self.file.bases(name))

    # -- DAGs --------------------------------------------------------------------------------------------------------

    def add_dag(self, call: Call) -> None:
        arguments, complete = read_arguments(call.node, self.file, call.scope, call.block)
        if call.node.args:
            arguments.setdefault("dag_id", Argument("dag_id", call.node.args[0], self.file, call.scope, call.block))
        dag = Dag(self.file, call.node, "constructor", arguments, complete, call.block, call.scope)
        self.dags[id(call.node)] = self.dag_of_node[id(call.node)] = dag

    def read_decorators(self, function: Scope) -> None:
        scope = function.parent or self.file.index.scope
        for decorator in function.node.decorator_list:
            name = self.file.resolve(decorator, scope).removesuffix("()")
            if name == "airflow:dag":
                self.add_decorated_dag(function, decorator, scope)
            elif name == "airflow:task" or name.startswith("airflow:task."):
                self.taskflow[id(function.node)] = (function, name, decorator)
            elif name == "airflow:task_group":
                self.groups[id(function)] = function.node.name

    def add_decorated_dag(self, function: Scope, decorator: ast.expr, scope: Scope) -> None:
        arguments: dict[str, Argument] = {}
        complete = True
        if isinstance(decorator, ast.Call):
            arguments, complete = read_arguments(decorator, self.file, scope, function.block)
            if decorator.args:
                first = Argument("dag_id", decorator.args[0], self.file, scope, function.block)
                arguments.setdefault("dag_id", first)
        dag = Dag(self.file, function.node, "decorator", arguments, complete, function.block, scope, function)
        self.dags[id(function.node)] = self.dag_of_function[id(function)] = dag

    # -- tasks -------------------------------------------------------------------------------------------------------

    def read_task(self, call: Call) -> None:
        name = self.file.name(call)
        if not name:
            return
        plain = name.removesuffix(".partial")
        if is_operator_name(plain, self.file):
            if not self._is_super_call(call):
                self.add_task(call, plain, "operator", None, mapped=plain != name)
        elif name.endswith((".partial().expand", ".partial().expand_kwargs")):
            self.read_expansion(call)
            self.read_taskflow_call(call)
        elif not name.startswith("airflow:"):
            self.read_taskflow_call(call)

    def read_expansion(self, call: Call) -> None:
        """Note what ``expand`` gives to the ``partial`` call in front of it, which comes later in the walk."""
        func = call.node.func
        if isinstance(func, ast.Attribute):
            all_readable = func.attr == "expand" and all(keyword.arg for keyword in call.node.keywords)
            names = frozenset(keyword.arg for keyword in call.node.keywords if keyword.arg)
            self.expansions[id(func.value)] = names if all_readable else None

    def _is_super_call(self, call: Call) -> bool:
        return isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "__init__"

    def read_taskflow_call(self, call: Call) -> None:
        if not self.taskflow:
            return
        func: ast.expr = call.node.func
        extra: ast.Call | None = None
        mapped = False
        if isinstance(func, ast.Attribute) and func.attr in ("expand", "expand_kwargs"):
            func, mapped = func.value, True
            if isinstance(func, ast.Call) and isinstance(func.func, ast.Attribute) and func.func.attr == "partial":
                func = func.func.value
        if isinstance(func, ast.Call) and isinstance(func.func, ast.Attribute) and func.func.attr == "override":
            extra, func = func, func.func.value
        if not isinstance(func, ast.Name):
            return
        found = self.file.names.lookup(func.id, call.scope, func.lineno, call.block)
        if found is None or found.binding.kind != "def" or id(found.binding.node) not in self.taskflow:
            return
        function, name, decorator = self.taskflow[id(found.binding.node)]
        if call.scope.function() is function:
            return
        arguments: dict[str, Argument] = {}
        complete = True
        for source in (decorator, extra):
            if isinstance(source, ast.Call):
                scope = function.parent if source is decorator else call.scope
                more, whole = read_arguments(source, self.file, scope or call.scope, call.block)
                arguments.update(more)
                complete = complete and whole
        self.add_task(call, name, "taskflow", function, mapped=mapped, given=(arguments, complete))

    def add_task(
        self,
        call: Call,
        operator: str,
        kind: str,
        function: Scope | None,
        *,
        mapped: bool,
        given: tuple[dict[str, Argument], bool] | None = None,
    ) -> None:
        arguments, complete = given or read_arguments(call.node, self.file, call.scope, call.block)
        dag = self.dag_for(call, arguments)
        expanded = self.expansions.get(id(call.node), frozenset())
        complete = complete and expanded is not None
        groups = self.groups_around(call)
        task = Task(
            self.file, call, operator, kind, arguments, complete, dag, groups, function, mapped, expanded or frozenset()
        )
        if function is None and "python_callable" in arguments:
            task.function = self.function_named(arguments["python_callable"])
        self.tasks.append(task)
        self.task_of_node[id(call.node)] = task
        if dag is not None:
            dag.tasks.append(task)

    def function_named(self, given: Argument) -> Scope | None:
        if not isinstance(given.node, ast.Name):
            return None
        found = self.file.names.lookup(given.node.id, given.scope, given.node.lineno, given.block)
        if found is None or found.binding.kind != "def":
            return None
        return next((scope for scope in self.file.index.functions if scope.node is found.binding.node), None)

    def dag_for(self, call: Call, arguments: dict[str, Argument]) -> Dag | None:
        if "dag" in arguments:
            return self.dag_of_expression(arguments["dag"].node, call.scope, call.block)
        for block in call.block.chain() if call.block is not None else ():
            if block.kind == "with":
                for item in block.node.items:  # type: ignore[attr-defined]
                    dag = self.dag_of_expression(item.context_expr, call.scope, block.parent)
                    if dag is not None:
                        return dag
        scope: Scope | None = call.scope
        while scope is not None:
            if id(scope) in self.dag_of_function:
                return self.dag_of_function[id(scope)]
            if id(scope) in self.groups and scope.parent is not None and id(scope.parent) in self.dag_of_function:
                return self.dag_of_function[id(scope.parent)]
            scope = scope.parent if scope.kind != "function" else None
        return None

    def dag_of_expression(self, node: ast.expr, scope: Scope, block: Block | None) -> Dag | None:
        if isinstance(node, ast.Call):
            return self.dag_of_node.get(id(node))
        if isinstance(node, ast.Name):
            found = self.file.names.lookup(node.id, scope, node.lineno, block)
            if found is not None and found.certain and isinstance(found.binding.value, ast.Call):
                return self.dag_of_node.get(id(found.binding.value))
        return None

    def groups_around(self, call: Call) -> tuple[str, ...] | None:
        """Ids of the task groups around a call, outermost first; ``None`` if one is computed."""
        found: list[str] = []
        for block in call.block.chain() if call.block is not None else ():
            if block.kind != "with":
                continue
            for item in block.node.items:  # type: ignore[attr-defined]
                group = self._group_of(item.context_expr, call.scope)
                if group is None:
                    return None
                if group:
                    found.append(group)
        if id(call.scope.runner) in self.groups:
            found.append(f"{call.scope.runner.node.name}()")
        elif call.scope.function() is not None and id(call.scope.runner) not in self.dag_of_function:
            return None
        return tuple(reversed(found))

    def _group_of(self, node: ast.expr, scope: Scope) -> str | None:
        """The id of the group that a ``with`` item opens, empty if it opens none, ``None`` if it is computed."""
        if not isinstance(node, ast.Call):
            return ""
        if id(node) not in self.opened:
            is_group = self.file.resolve(node, scope) == f"{_GROUP}()"
            self.opened[id(node)] = self._group_id(node, scope) if is_group else ""
        return self.opened[id(node)]

    def _group_id(self, node: ast.Call, scope: Scope) -> str | None:
        arguments, complete = read_arguments(node, self.file, scope, None)
        prefix = arguments.get("prefix_group_id")
        if prefix is not None and prefix.constant() is False:
            return UNPREFIXED
        given = arguments.get("group_id")
        if given is None and node.args:
            given = Argument("group_id", node.args[0], self.file, scope, None)
        try:
            return str(given.value) if given is not None and complete else None
        except Unknown:
            return None
