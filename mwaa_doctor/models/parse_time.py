"""What runs when Airflow parses a file: which functions, by which calls, and what that costs at every parse."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.facts.parse_time_calls import ParseTimeCost, parse_time_call
from mwaa_doctor.models.python_file import PythonFile, argument, calls_in, runs_on_import
from mwaa_doctor.models.scopes import Block, Call, Scope
from mwaa_doctor.rule import Place

_BUILDERS = ("airflow:dag", "airflow:task_group")
_BUILT = ("DAG", "TaskGroup", "Operator", "Sensor", "OperatorAsync", "SensorAsync")
_LONGEST_WAY = 6
_MAX_RECEIVERS = 20


class ParseTime:
    """The code of one file that runs when the file is imported.

    ``reached`` are the function scopes that run then, by ``id``, each with the calls that lead there.
    """

    def __init__(self, file: PythonFile) -> None:
        self.file = file
        self.reached: dict[int, tuple[Call, ...]] = {}
        todo: list[tuple[Call, tuple[Call, ...]]] = [
            (call, ()) for call in file.index.calls if call.scope.function() is None and runs_on_import(call)
        ]
        while todo:
            call, via = todo.pop()
            for function in self._functions_run_by(call):
                if id(function) in self.reached or len(via) > 8:
                    continue
                self.reached[id(function)] = (*via, call)
                todo.extend((inner, (*via, call)) for inner in calls_in(function))

    def _functions_run_by(self, call: Call) -> Iterator[Scope]:
        if not isinstance(call.node.func, ast.Name):
            return
        found = self.file.names.lookup(call.node.func.id, call.scope, call.node.lineno, call.block)
        if found is None:
            return
        node = found.binding.node
        if found.binding.kind == "def" and self.file.runs_when_called(node, found.scope):
            yield self.file.functions[id(node)]
        elif found.binding.kind == "class":
            for item in node.body:
                if isinstance(item, ast.FunctionDef) and item.name == "__init__":
                    yield self.file.functions[id(item)]

    def reaches(self, function: Scope | None) -> bool:
        """Whether the code of a function (``None``: of the module itself) runs when the file is imported."""
        return function is None or id(function) in self.reached

    def runs(self, call: Call) -> bool:
        """Whether Airflow executes the call each time that it parses the file."""
        return runs_on_import(call) and self.reaches(call.scope.function())

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls that Airflow executes each time that it parses the file."""
        return tuple(call for call in self.file.index.calls if self.runs(call))

    def uses(self, name: str) -> bool:
        """Whether code that may run on import uses a name, or a string that is the name, apart from binding it."""
        if any(isinstance(call.node.func, ast.Name) and call.node.func.id == name for call in self.calls):
            return True
        todo: list[ast.AST] = [self.file.tree]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.If) and Block("if", node, None).is_guard:
                todo.extend(node.orelse)
                continue
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                return True
            if isinstance(node, ast.Constant) and node.value == name:
                return True
            todo.extend(ast.iter_child_nodes(node))
        return False

    def steps_to(self, call: Call) -> tuple[Call, ...]:
        """The calls that lead to one that runs at import, itself the last, from the code that builds DAGs on."""
        function = call.scope.function()
        if function is None or id(function) not in self.reached:
            return (call,)
        steps = (*self.reached[id(function)], call)
        around = [step.scope.function() for step in steps]
        first = max(number for number, outer in enumerate(around) if outer is None or self._builds_dags(outer))
        return steps[first:]

    def _builds_dags(self, function: Scope) -> bool:
        if any(name.startswith(_BUILDERS) for name in self.file.decorators(function)):
            return True
        names = (self.file.name(call).removesuffix(".partial") for call in function.calls)
        return any(name.startswith("airflow:") and name.endswith(_BUILT) for name in names)

    def way_to(self, call: Call) -> tuple[str, ...]:
        """How the import of the file gets to the call, one sentence per step; empty for module level."""
        function = call.scope.function()
        steps = self.reached.get(id(function), ()) if function is not None else ()
        return tuple(self.step(step) for step in steps)

    def step(self, call: Call) -> str:
        """A call as a step on the way, in words."""
        return f"`{self.file.path}` line {call.node.lineno} calls `{ast.unparse(call.node.func)}()` at import"


def parse_time(file: PythonFile) -> ParseTime:
    """What runs when the file is imported."""
    return file.once(ParseTime)


@dataclass(frozen=True, slots=True)
class ParseTimeCall:
    """A call that Airflow executes each time that it parses a DAG file.

    ``file`` is where the call stands: the DAG file or a module of the project whose function it calls while it is
    parsed; ``way`` says in sentences how the import gets there.
    """

    file: PythonFile
    call: Call
    name: str
    way: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The call, or that of the helper function of the same file that makes it: what the code of the DAGs does."""
        return self.file.place_of(parse_time(self.file).steps_to(self.call)[0].node)

    @property
    def evidence(self) -> tuple[str, ...]:
        """How the import gets to the call, and where it stands if that is not the place."""
        steps = parse_time(self.file).steps_to(self.call)
        if len(steps) == 1:
            return self.way
        return (
            *self.way,
            f"`{self.file.path}` line {self.call.node.lineno} calls `{ast.unparse(self.call.node.func)}()`",
        )

    def argument(self, name: str, position: int = -1) -> ast.expr | None:
        """The expression given for a keyword, or for the position."""
        return argument(self.call.node, name, position)

    @property
    def cost(self) -> ParseTimeCost | None:
        """What the call costs at every parse, as far as the facts know it."""
        return parse_time_call(self.file.qualified_name(self.call))

    @property
    def words(self) -> str:
        """What is called and what that does, in words: "`requests.get` sends an HTTP request"."""
        cost = self.cost
        return f"`{self.name.rpartition(':')[2]}` {cost.label if cost is not None else 'runs'}"

    def receivers(self) -> Iterator[ast.Call]:
        """The calls on whose results this one is made, nearest first, also where a name holds the result."""
        node, scope = self.call.node.func, self.call.scope
        for _ in range(_MAX_RECEIVERS):
            if isinstance(node, ast.Attribute):
                node = node.value
            elif isinstance(node, ast.Call):
                yield node
                node = node.func
            elif isinstance(node, ast.Name):
                found = self.file.names.lookup(node.id, scope, node.lineno)
                if found is None or found.binding.value is None:
                    return
                node, scope = found.binding.value, found.scope
            else:
                return

    def users(self) -> Iterator[ParseTimeCall]:
        """The calls of the same file and time that are made on the result of this one."""
        for call in self.file.index.calls:
            if call.scope.runner is self.call.scope.runner or parse_time(self.file).runs(call):
                user = ParseTimeCall(self.file, call, self.file.name(call))
                if user.name and any(receiver is self.call.node for receiver in user.receivers()):
                    yield user


@dataclass(frozen=True, slots=True)
class ParseTimeCode:
    """The code that Airflow runs at every parse of a DAG file, in other modules of the project as well."""

    file: PythonFile

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "parse"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[ParseTimeCode]:
        """The code of a DAG file."""
        return (cls(source),) if isinstance(source, PythonFile) and source.role == "dag" else ()

    @property
    def place(self) -> Place:
        """The DAG file."""
        return self.file.place

    def named(self, *names: str) -> list[ParseTimeCall]:
        """The calls of these canonical names."""
        time = parse_time(self.file)
        own = [
            ParseTimeCall(self.file, call, self.file.name(call), time.way_to(call))
            for call in self.file.calls(*names)
            if time.runs(call)
        ]
        return own + [call for call in self.file.once(_calls_elsewhere) if call.name in names]

    def costing(self, kind: str) -> list[ParseTimeCall]:
        """The calls that the facts know to cost something of this kind (``aws``, ``http``, ``database`` ...)."""
        return self.file.once(_costly_calls).get(kind, [])


def _costly_calls(file: PythonFile) -> dict[str, list[ParseTimeCall]]:
    time = parse_time(file)
    found: dict[str, list[ParseTimeCall]] = {}
    for call in time.calls:
        cost = parse_time_call(file.qualified_name(call))
        if cost is not None:
            found.setdefault(cost.kind, []).append(ParseTimeCall(file, call, file.name(call), time.way_to(call)))
    for other in file.once(_calls_elsewhere):
        if other.cost is not None:
            found.setdefault(other.cost.kind, []).append(other)
    return found


def _calls_elsewhere(file: PythonFile) -> tuple[ParseTimeCall, ...]:
    """The calls in other modules of the project that run because the file calls their functions at import."""
    time = parse_time(file)
    found: list[ParseTimeCall] = []
    for call in time.calls:
        called = file.qualified_name(call)
        if called and file.names.exported(called) is not None:
            found.extend(_in_other_modules(file, called, (*time.way_to(call), time.step(call)), set()))
    return tuple(found)


def _in_other_modules(file: PythonFile, called: str, way: tuple[str, ...], seen: set[str]) -> Iterator[ParseTimeCall]:
    """What a function of another module of the project does when it is called at import."""
    exported = None if called in seen else file.names.exported(called)
    if exported is None or exported[1] or exported[0].home is None or len(way) > _LONGEST_WAY:
        return
    other: PythonFile = exported[0].home.file
    function = other.plain_function(called.rpartition(".")[2])
    if function is None or other is file:
        return
    seen.add(called)
    for call in calls_in(function):
        name = other.name(call)
        if name:
            yield ParseTimeCall(other, call, name, way)
            step = parse_time(other).step(call)
            yield from _in_other_modules(other, other.qualified_name(call), (*way, step), seen)
