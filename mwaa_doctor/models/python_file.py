"""A Python file as rules see it: parsed once, names resolved once, and what runs when Airflow parses it."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from mwaa_doctor.models.module_walk import index_module
from mwaa_doctor.models.names import Exports, ExportsOf, Names, canonical
from mwaa_doctor.models.scopes import Block, Call, ModuleIndex, Scope, Text
from mwaa_doctor.models.values import evaluate
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_MAX_RECEIVERS = 30
_MAX_CALLS = 6
_PASS_THROUGH_DECORATORS = ("functools.", "staticmethod", "classmethod", "contextlib.contextmanager")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why a file is not valid Python: the parser's message and the spot."""

    message: str
    line: int
    column: int


def parse(source: bytes, python: tuple[int, int] | None = None) -> ast.Module | SyntaxFault:
    """Parse bytes as Python does when importing; ``python`` refuses syntax newer than that version.

    Raises ``RecursionError`` or ``MemoryError`` for sources nested too deeply.
    """
    version = python if python is not None and python >= (3, 7) else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source, feature_version=version)
    except SyntaxError as fault:
        return _as_fault(fault)
    except ValueError as fault:
        return SyntaxFault(str(fault), 1, 1)


def compile_fault(source: bytes) -> SyntaxFault | None:
    """What Python's compiler refuses although its parser takes it, such as ``return`` outside of a function."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<source>", "exec", dont_inherit=True)
    except SyntaxError as fault:
        return _as_fault(fault)
    except ValueError as fault:
        return SyntaxFault(str(fault), 1, 1)
    return None


def _as_fault(fault: SyntaxError) -> SyntaxFault:
    message = (fault.msg or "invalid syntax").partition(" (")[0]
    return SyntaxFault(message, fault.lineno or 1, max(fault.offset or 1, 1))


def decode(source: bytes) -> str:
    """The text of Python source by its own declaration of encoding; undecodable bytes are replaced."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    except SyntaxError:
        encoding = "utf-8"
    return source.decode(encoding, errors="replace")


class PythonFile:
    """A parsed Python file of the project.

    ``path`` is relative to the project's base (POSIX); ``role`` is ``dag`` (under the DAG folder), ``plugin`` or
    ``script`` (any other file that talks to MWAA).  ``module`` is the dotted name under which MWAA can import it;
    ``parsed_by_airflow`` if Airflow looks into the file for DAGs, and so loads it outside any package.
    """

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "Python files"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[PythonFile]:
        """The file itself, if it is of this kind."""
        return (source,) if isinstance(source, cls) else ()

    def __init__(
        self,
        path: str,
        source: bytes,
        tree: ast.Module,
        *,
        role: str = "dag",
        module: str = "",
        parsed_by_airflow: bool = False,
        exports_of: ExportsOf = lambda _module: None,
        local: frozenset[str] | None = None,
    ) -> None:
        self.path = path
        self.source = source
        self.tree = tree
        self.role = role
        self.parsed_by_airflow = parsed_by_airflow
        self.is_package = path.endswith("__init__.py")
        self._read: dict[Callable[[Any], Any], Any] = {}
        self._lower: bytes | None = None
        self.index: ModuleIndex = index_module(tree)
        self.names = Names(self.index, module, self.is_package, exports_of, local)
        self.names.file = self

    @property
    def module(self) -> str:
        """The dotted name under which the project imports this file."""
        return self.names.module

    # -- text and places ---------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return decode(self.source).lstrip("\ufeff").splitlines()

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(self.path)

    def place_of(self, node: Any) -> Place:
        """The place of a syntax node, with columns in characters."""
        line, end = node.lineno, node.end_lineno or node.lineno
        return Place(
            self.path, line, self._column(line, node.col_offset), end, self._column(end, node.end_col_offset or 0)
        )

    def _column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return offset + 1
        return len(text.encode()[:offset].decode(errors="ignore")) + 1

    # -- names and values --------------------------------------------------------------------------------------------

    @cached_property
    def _called(self) -> dict[int, str]:
        found = {}
        for call in self.index.calls:
            name = self.names.qualified(call.node.func, call.scope)
            if name is not None:
                found[id(call)] = name
        return found

    def qualified_name(self, call: Call) -> str:
        """The qualified name of what is called, or an empty string."""
        return self._called.get(id(call), "")

    def name(self, call: Call) -> str:
        """The canonical name of what is called, or an empty string."""
        return self._canonical.get(id(call), "")

    @cached_property
    def _canonical(self) -> dict[int, str]:
        return {key: canonical(name) for key, name in self._called.items()}

    @cached_property
    def by_name(self) -> dict[str, list[Call]]:
        """The calls of the file by the canonical name of what they call."""
        found: dict[str, list[Call]] = {}
        for call in self.index.calls:
            name = self._canonical.get(id(call))
            if name is not None:
                found.setdefault(name, []).append(call)
        return found

    def once(self, read: Callable[[Any], _T]) -> _T:
        """What ``read`` says of this file, asked once however many rules want to know."""
        if read not in self._read:
            self._read[read] = read(self)
        found: _T = self._read[read]
        return found

    def mentions(self, *words: bytes) -> bool:
        """Whether the source holds one of these words in whatever case: a cheap guard before a closer look."""
        if self._lower is None:
            self._lower = self.source.lower()
        return any(word in self._lower for word in words)

    def release(self) -> None:
        """Free the memory of the file at once; it is of no use then."""
        self.index.release()
        self.names.release()
        self.__dict__.clear()

    def calls(self, *names: str) -> list[Call]:
        """The calls of these canonical names, in source order; a name ending in ``*`` matches by its beginning."""
        found: list[Call] = []
        for name in names:
            if name.endswith("*"):
                for known, calls in self.by_name.items():
                    if known.startswith(name[:-1]):
                        found.extend(calls)
            else:
                found.extend(self.by_name.get(name, ()))
        if len(names) > 1 or any(name.endswith("*") for name in names):
            found.sort(key=lambda call: (call.node.lineno, call.node.col_offset))
        return found

    def resolve(self, node: ast.AST, scope: Scope | None = None) -> str:
        """The canonical name of an expression, or an empty string."""
        return canonical(self.names.qualified(node, scope or self.index.scope) or "")

    def value(self, node: ast.AST, scope: Scope | None = None, block: Block | None = None) -> Any:
        """The constant value of an expression; raises ``Unknown`` if it has none."""
        return evaluate(node, self.names, scope or self.index.scope, block)

    def constant(self, node: ast.AST | None, scope: Scope | None = None, default: Any = None) -> Any:
        """The constant value of an expression, or ``default``."""
        if node is None:
            return default
        try:
            return self.value(node, scope)
        except Unknown:
            return default

    @cached_property
    def texts(self) -> list[Text]:
        """The strings of the file that are no docstrings."""
        return self.index.texts

    @property
    def exports(self) -> Exports:
        """What other modules of the project can import from this file."""
        return self.names.exports

    def bases(self, qualified_name: str, limit: int = 12) -> Iterator[str]:
        """The qualified names of a class's bases and their bases, as far as the project defines them."""
        todo, seen = [qualified_name], {qualified_name}
        while todo and limit:
            limit -= 1
            for base in self._direct_bases(todo.pop(0)):
                if base not in seen:
                    seen.add(base)
                    todo.append(base)
                    yield base

    def _direct_bases(self, name: str) -> Iterable[str]:
        if name.startswith(self.module + ".") or not self.module:
            own = self.exports.names.get(name[len(self.module) + 1 :] if self.module else name.lstrip("."))
            if own is not None and own.bases:
                return own.bases
        found = self.names.exported(name)
        return found[0].bases if found is not None and not found[1] else ()

    # -- what runs when -----------------------------------------------------------------------------------------------

    @cached_property
    def functions(self) -> dict[int, Scope]:
        """The scopes of the functions by the ``id`` of their nodes."""
        return {id(scope.node): scope for scope in self.index.functions}

    def runs_when_called(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> bool:
        """Whether the call of a function runs its body at once: no task, no generator, no unknown decorator."""
        if isinstance(node, ast.AsyncFunctionDef) or self.functions[id(node)].yields:
            return False
        for decorator in node.decorator_list:
            name = self.resolve(decorator, scope).removesuffix("()")
            if name.startswith(_PASS_THROUGH_DECORATORS) or name in ("airflow:dag", "airflow:task_group"):
                continue
            return False
        return True

    def makes_dag(self, called: str, depth: int = 0) -> bool:
        """Whether a function of another module of the project makes a DAG, itself or through others, when called."""
        exported = self.names.exported(called) if depth < _MAX_CALLS else None
        if exported is None or exported[1] or exported[0].home is None:
            return False
        home: PythonFile = exported[0].home.file
        name = called.rpartition(".")[2]
        for function in home.index.functions:
            if function.node.name != name or function.parent is not home.index.scope:
                continue
            if "airflow:dag" in home.decorators(function):
                return True
            if any(home.name(call) == "airflow:DAG" for call in function.calls):
                return True
            inner = {f"{home.module}.<local>.{part.node.name}": part for part in home.index.functions}
            return any(
                "airflow:dag" in home.decorators(inner[home.qualified_name(call)])
                if home.qualified_name(call) in inner
                else home.makes_dag(home.qualified_name(call), depth + 1)
                for call in function.calls
                if home.qualified_name(call)
            )
        return False

    def plain_function(self, name: str) -> Scope | None:
        """The function of that name at module level, if a call of it simply runs its body."""
        bindings = self.index.scope.bindings.get(name, [])
        if len(bindings) != 1 or bindings[0].kind != "def":
            return None
        node = bindings[0].node
        return self.functions[id(node)] if self.runs_when_called(node, self.index.scope) else None

    def decorators(self, function: Scope) -> list[str]:
        """The canonical names of a function's decorators."""
        outer = function.parent or self.index.scope
        given = getattr(function.node, "decorator_list", ())
        return [self.resolve(decorator, outer).removesuffix("()") for decorator in given]


def argument(call: ast.Call, name: str, position: int = -1) -> ast.expr | None:
    """The expression that a call gives for a keyword, or at a position (from 0; -1 for keyword only)."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if 0 <= position < len(call.args) and not any(isinstance(item, ast.Starred) for item in call.args[: position + 1]):
        return call.args[position]
    return None


def runs_on_import(call: Call) -> bool:
    """Whether the blocks around a call let it run on import: neither ``__main__`` guard nor ``TYPE_CHECKING``."""
    return call.block is None or not call.block.guarded


def calls_in(function: Scope) -> list[Call]:
    """The calls that a function makes when it is called, but for those behind a guard."""
    return [call for call in function.calls if runs_on_import(call)]
