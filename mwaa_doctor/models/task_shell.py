"""The shell commands that tasks run on the worker: ``bash_command``, ``@task.bash``, ``subprocess``, ``os.system``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.models.shell_words import ShellCommand, split_commands
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

OPAQUE = "{{?}}"
TEMPLATE_ENDINGS = (".sh", ".bash")
_BASH = ("airflow:BashOperator", "airflow:BashSensor")
_SUBPROCESS = tuple(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
_SHELL = ("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput")


@dataclass(frozen=True)
class TaskShell:
    """A text that a shell of the worker executes for a task.

    ``kind`` is ``bash`` (an argument of ``BashOperator`` or ``BashSensor``), ``taskflow`` (what an ``@task.bash``
    function returns) or ``call`` (``subprocess`` and ``os`` outside parse time; ``task`` is ``None``).
    ``text`` has ``OPAQUE`` where a part is computed.
    """

    file: PythonFile
    kind: str
    node: ast.expr
    text: str
    task: Task | None = None
    scope: Scope | None = None

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "any"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[TaskShell]:
        """The shell texts of a DAG file, in source order, each once."""
        return shell_texts(source) if isinstance(source, DagFile) else ()

    @property
    def place(self) -> Place:
        """Where the text is written."""
        return self.file.place_of(self.node)

    @property
    def resource(self) -> str | None:
        """The task in words, for reports."""
        return self.task.resource if self.task is not None else None

    @property
    def is_template_file(self) -> bool:
        """Whether Airflow takes the text for the name of a template file."""
        is_operator = self.kind == "bash" and self.task is not None and self.task.is_a("airflow:BashOperator")
        return is_operator and self.text.endswith(TEMPLATE_ENDINGS)

    @cached_property
    def commands(self) -> tuple[ShellCommand, ...]:
        """The simple commands; none if the text names a template file."""
        return () if self.is_template_file else split_commands(self.text)

    def place_of(self, command: ShellCommand) -> Place:
        """The line on which a command stands, as far as the text is written out."""
        whole = self.place
        if whole.end_line - whole.line == self.text.count("\n") and command.line:
            return Place(whole.path, whole.line + command.line, 1, whole.line + command.line, 1)
        return whole


def shell_texts(file: DagFile) -> tuple[TaskShell, ...]:
    """The shell texts of a file, in source order, each once."""
    return file.once(_read_shell_texts)


def _read_shell_texts(file: DagFile) -> tuple[TaskShell, ...]:
    found: dict[int, TaskShell] = {}
    for task in file.tasks:
        for text in _of_task(task):
            found.setdefault(id(text.node), text)
    for text in _of_calls(file):
        found.setdefault(id(text.node), text)
    return tuple(sorted(found.values(), key=lambda text: text.place))


def _of_task(task: Task) -> Iterator[TaskShell]:
    if task.kind == "taskflow":
        if task.operator == "airflow:task.bash" and task.function is not None:
            for node in returned(task.function):
                text = readable_text(task.file, node, task.function)
                yield TaskShell(task.file, "taskflow", node, text, task, task.function)
        return
    given = task.arguments.get("bash_command")
    if given is not None and task.is_a(*_BASH):
        text = readable_text(given.file, given.node, given.scope, given.block)
        yield TaskShell(given.file, "bash", given.node, text, task, given.scope)


def _of_calls(file: DagFile) -> Iterator[TaskShell]:
    for call in file.calls(*_SUBPROCESS, *_SHELL):
        if call.scope.function() is None or parse_time(file).runs(call):
            continue
        node = argument(call.node, "args" if file.name(call) in _SUBPROCESS else "command", 0)
        if node is None:
            continue
        text = readable_text(file, node, call.scope, call.block)
        if isinstance(node, (ast.List, ast.Tuple)):
            yield TaskShell(file, "call", node, " ".join(_quoted(file, item, call.scope) for item in node.elts))
        elif text != OPAQUE:
            yield TaskShell(file, "call", node, text)


def _quoted(file: PythonFile, node: ast.expr, scope: Scope) -> str:
    text = readable_text(file, node, scope)
    return text if text == OPAQUE else "'" + text.replace("'", "'\\''") + "'"


def returned(function: Scope) -> list[ast.expr]:
    """The expressions that a function returns, without those of functions inside it."""
    found: list[ast.expr] = []
    todo: list[ast.AST] = list(function.node.body)
    while todo:
        node = todo.pop(0)
        if isinstance(node, ast.Return) and node.value is not None:
            found.append(node.value)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(node))
    return found


def readable_text(file: PythonFile, node: ast.expr, scope: Scope, block: Block | None = None) -> str:
    """The text of an expression with ``OPAQUE`` for the parts that are computed."""
    try:
        value = file.value(node, scope, block)
    except Unknown:
        return _partly(file, node, scope, block)
    return value if isinstance(value, str) else OPAQUE


def _partly(file: PythonFile, node: ast.expr, scope: Scope, block: Block | None, depth: int = 0) -> str:
    if depth > 20:
        return OPAQUE
    if isinstance(node, ast.JoinedStr):
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                parts.append(readable_text(file, part.value, scope, block) if part.format_spec is None else OPAQUE)
            elif isinstance(part, ast.Constant):
                parts.append(str(part.value))
        return "".join(parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = (node.left, node.right)
        return "".join(
            str(file.constant(side, scope)) if isinstance(file.constant(side, scope), str)
            else _partly(file, side, scope, block, depth + 1)
            for side in sides
        )  # fmt: skip
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        found = file.names.lookup(node.id, scope, node.lineno, block)
        if found is not None and found.certain and found.binding.kind == "assign" and found.binding.value is not None:
            return _partly(file, found.binding.value, found.scope, found.binding.block, depth + 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "dedent" and node.args:
        return readable_text(file, node.args[0], scope, block)
    return OPAQUE
