"""DAGs and tasks as a file writes them: every spelling, with arguments, defaults and groups."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.models.arguments import Argument, Arguments, dict_arguments
from mwaa_doctor.models.names import canonical
from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import BRANCHES, Block, Call, Scope
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_LOOPS = ("for", "while")
UNPREFIXED = "(unprefixed)"
_OPERATOR_ENDINGS = ("Operator", "Sensor", "OperatorAsync", "SensorAsync")
_BASES = ("airflow:BaseOperator", "airflow:BaseSensorOperator", "airflow:BaseHook")


@dataclass(eq=False)
class Dag:
    """A DAG: ``DAG(...)``, ``with DAG(...)`` or an ``@dag`` function.

    ``style`` is ``constructor`` or ``decorator``.  ``complete`` is false if the call takes ``**`` arguments that are
    not readable, so that an absent argument proves nothing.
    """

    file: PythonFile
    node: ast.AST
    style: str
    arguments: Arguments
    complete: bool
    block: Block | None
    scope: Scope
    function: Scope | None = None
    tasks: list[Task] = field(default_factory=list)

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "any"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Dag]:
        """The dags of a DAG file."""
        return getattr(source, "dags", ())

    @property
    def place(self) -> Place:
        """The ``DAG(...)`` call or the decorated function's name."""
        node = self.node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            start = self.file.place_of(node)
            return Place(start.path, start.line, start.column, start.line, start.column)
        return self.file.place_of(node)

    @property
    def dag_id(self) -> str:
        """The dag_id; raises ``Unknown`` if it is computed."""
        return _written_id(self.arguments, "dag_id", "the DAG", self.function)

    @property
    def id_place(self) -> Place:
        """Where the dag_id is written: the argument, or the DAG itself."""
        given = self.arguments.get("dag_id")
        return given.place if given is not None and given.file is self.file else self.place

    @property
    def known_id(self) -> str | None:
        """The dag_id, or ``None`` if it is computed."""
        return _known(lambda: self.dag_id)

    @property
    def resource(self) -> str:
        """The DAG in words, for reports."""
        return f"DAG {self.known_id or '(computed id)'}"

    def argument(self, name: str) -> Argument | None:
        """An argument, or ``None`` if absent; raises ``Unknown`` if it may hide in unreadable ``**`` arguments."""
        found = self.arguments.get(name)
        if found is None and not self.complete:
            raise Unknown(f"`{name}` may be among the `**` arguments of the DAG")
        return found

    @property
    def schedule(self) -> Argument | None:
        """The schedule, by whichever of its names it is given."""
        for name in ("schedule", "schedule_interval", "timetable"):
            if name in self.arguments:
                return self.arguments[name]
        return None

    @cached_property
    def default_args(self) -> Arguments:
        """The readable entries of ``default_args``; raises ``Unknown`` if they are computed."""
        given = self.argument("default_args")
        return dict_arguments(given) if given is not None else {}

    @property
    def is_dynamic(self) -> bool:
        """Whether the code that makes the DAG may run several times."""
        in_loop = any(block.kind in _LOOPS for block in self.block.chain()) if self.block else False
        return in_loop or self.scope.function() is not None

    @property
    def is_discarded(self) -> bool:
        """Whether the object is made and thrown away at once: Airflow does not see it."""
        body = self.file.tree.body
        return any(isinstance(statement, ast.Expr) and statement.value is self.node for statement in body)

    @property
    def is_conditional(self) -> bool:
        """Whether a branch decides if the code that makes the DAG runs."""
        return bool(self.block.branches) if self.block is not None else False

    @cached_property
    def is_uncalled(self) -> bool:
        """Whether it is an ``@dag`` function that the import of its own file neither calls nor hands on."""
        return self.function is not None and not parse_time(self.file).uses(self.function.node.name)


@dataclass(eq=False)
class Task:
    """A task: an operator or sensor object, a mapped one, or the call of a TaskFlow function.

    ``operator`` is the canonical name of its class (``airflow:BashOperator``, or the project's own), for TaskFlow the
    decorator (``airflow:task``, ``airflow:task.bash``).  ``groups`` are the task group ids around it
    (``UNPREFIXED`` for one that gives no prefix); ``None`` if one of them is computed.  ``expanded`` are the arguments
    that ``expand`` gives an operator, with a value per task.
    """

    file: PythonFile
    call: Call
    operator: str
    kind: str
    arguments: Arguments
    complete: bool
    dag: Dag | None
    groups: tuple[str, ...] | None
    function: Scope | None = None
    mapped: bool = False
    expanded: frozenset[str] = frozenset()

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "any"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Task]:
        """The tasks of a DAG file."""
        return getattr(source, "tasks", ())

    @property
    def place(self) -> Place:
        """The call that makes the task."""
        return self.file.place_of(self.call.node)

    @property
    def task_id(self) -> str:
        """The task_id without the prefix of its groups; raises ``Unknown`` if it is computed."""
        return _written_id(self.arguments, "task_id", "the task", self.function if self.kind == "taskflow" else None)

    @property
    def known_id(self) -> str | None:
        """The task_id, or ``None`` if it is computed."""
        return _known(lambda: self.task_id)

    @property
    def resource(self) -> str:
        """The task in words, for reports."""
        owner = f"{self.dag.known_id or '(computed id)'}." if self.dag is not None else ""
        return f"task {owner}{self.known_id or '(computed id)'}"

    @property
    def class_name(self) -> str:
        """The last part of the operator's name."""
        return self.operator.rpartition(":")[2].rpartition(".")[2]

    def is_a(self, *operators: str) -> bool:
        """Whether the operator is one of these canonical names, or derives from one within the project."""
        return self.operator in operators or any(base in operators for base in self.bases)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """Canonical names of the operator's base classes, as far as the project defines them."""
        if self.operator.startswith("airflow:"):
            return ()
        return tuple(canonical(base) for base in self.file.bases(self.operator))

    @cached_property
    def is_sensor(self) -> bool:
        """Whether the task is a sensor."""
        names = (self.operator, *self.bases)
        return any(name.endswith(("Sensor", "SensorAsync", "SensorOperator", "task.sensor")) for name in names)

    @property
    def full_id(self) -> str | None:
        """The task_id with the prefix of its groups, or ``None`` if a part is computed.

        A group that gives no prefix takes away those of the groups around it as well.
        """
        name = self.known_id
        if name is None or self.groups is None:
            return None
        after = max((number for number, group in enumerate(self.groups, 1) if group == UNPREFIXED), default=0)
        return ".".join([*self.groups[after:], name])

    @property
    def branches(self) -> frozenset[int]:
        """The branches that must run for the task to exist."""
        return self.call.block.branches if self.call.block is not None else frozenset()

    def repeats_in(self, dag: Dag) -> bool:
        """Whether a loop surely makes the task twice in one DAG: over two constants or more, without an exit."""
        for block in self.call.block.chain() if self.call.block is not None else ():
            if block is dag.block or block.node is dag.node:
                return False
            if block.kind == "with" and any(item.context_expr is dag.node for item in block.node.items):  # type: ignore[attr-defined]
                return False
            if block.kind in ("while", *BRANCHES):
                return False
            if block.kind == "for":
                return dag.block is None and _surely_repeats(block.node, self.file, self.call.scope)
        return False

    @property
    def in_loop(self) -> bool:
        """Whether the code that makes the task stands in a loop or comprehension."""
        return any(block.kind in _LOOPS for block in self.call.block.chain()) if self.call.block else False

    def argument(self, name: str) -> Argument | None:
        """The task's own argument, or ``None``; raises ``Unknown`` if it may hide in unreadable ``**`` arguments."""
        found = self.arguments.get(name)
        if found is None and not self.complete:
            raise Unknown(f"`{name}` may be among the `**` arguments of the task")
        if found is None and name in self.expanded:
            raise Unknown(f"`{name}` differs between the mapped tasks")
        return found

    def likely(self, name: str) -> Argument | None:
        """As ``effective``, but ``default_args`` that cannot be read are taken to have nothing of that name.

        For arguments that people give to single tasks; raises ``Unknown`` for unreadable ``**`` arguments of the task.
        """
        found = self.argument(name)
        if found is not None or self.dag is None:
            return found
        try:
            return self.dag.default_args.get(name)
        except Unknown:
            return None

    def effective(self, name: str) -> Argument | None:
        """The argument, else the entry of the DAG's ``default_args``; raises ``Unknown`` if that is not readable."""
        found = self.argument(name)
        if found is None and self.dag is not None:
            return self.dag.default_args.get(name)
        return found


def _written_id(arguments: Arguments, name: str, owner: str, function: Scope | None) -> str:
    """The id that a DAG or task is given, else the name of its function; raises ``Unknown`` if there is neither."""
    given = arguments.get(name)
    if given is None:
        if function is not None:
            own: str = function.node.name
            return own
        raise Unknown(f"{owner} has no {name} that can be read")
    value = given.value
    if not isinstance(value, str):
        raise Unknown(f"{name} is `{value!r}`, which is no string")
    return value


def _known(ask: Callable[[], str]) -> str | None:
    try:
        return ask()
    except Unknown:
        return None


def _surely_repeats(loop: ast.AST, file: PythonFile, scope: Scope) -> bool:
    generators = getattr(loop, "generators", None)
    if generators is not None:
        if len(generators) != 1 or generators[0].ifs:
            return False
        values = generators[0].iter
    elif isinstance(loop, ast.For):
        if any(isinstance(part, (ast.Break, ast.Continue, ast.Return, ast.Try)) for part in ast.walk(loop)):
            return False
        values = loop.iter
    else:
        return False
    if isinstance(values, ast.Call) and file.names.qualified(values.func, scope) == "range" and len(values.args) == 1:
        count = file.constant(values.args[0], scope)
        return isinstance(count, int) and count > 1
    found = file.constant(values, scope, default=())
    return isinstance(found, (list, tuple, dict, set, str)) and len(found) > 1


def key_fault(key: str, *, group: bool = False) -> str | None:
    """Why Airflow refuses an id of a DAG, task or (``group``) task group; ``None`` for a good one.

    Source: ``validate_key`` and ``validate_group_key`` in ``airflow/utils/helpers.py``.
    """
    longest = 200 if group else 250
    if not key:
        return "is empty"
    if len(key) > longest:
        return f"has {len(key)} characters, {longest} are allowed"
    bad = [character for character in key.removesuffix("\n") if not _is_key_character(character, group=group)]
    return f"has the character `{bad[0]}`, which Airflow refuses" if bad else None


def _is_key_character(character: str, *, group: bool) -> bool:
    return character.isalnum() or character in ("_-" if group else "_-.")


def is_operator_name(name: str, file: PythonFile) -> bool:
    """Whether a canonical name is that of an operator or sensor class, of Airflow or derived from one."""
    if name.startswith("airflow:"):
        return name.endswith(_OPERATOR_ENDINGS) and "." not in name and name not in _BASES
    last = name.rpartition(".")[2]
    if not last[:1].isupper():
        return False
    bases = [canonical(base) for base in file.bases(name)]
    return any(base in _BASES[:2] or is_operator_name(base, file) for base in bases if base.startswith("airflow:"))
