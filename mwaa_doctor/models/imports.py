"""Imports, and whether what they ask for is there when the file runs on MWAA."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.names import Exports
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Block, Import, Scope
from mwaa_doctor.rule import Place

_CATCHES_IMPORT_ERRORS = frozenset({"ImportError", "Exception", "BaseException"})
_OTHER_ENVIRONMENTS = (
    "airflow:task.virtualenv",
    "airflow:task.external_python",
    "airflow:task.branch_virtualenv",
    "airflow:task.branch_external_python",
    "airflow:task.docker",
    "airflow:task.kubernetes",
    "airflow:task.pyspark",
)
_OTHER_OPERATORS = (
    "airflow:PythonVirtualenvOperator",
    "airflow:ExternalPythonOperator",
    "airflow:BranchPythonVirtualenvOperator",
    "airflow:BranchExternalPythonOperator",
)


@dataclass(frozen=True, slots=True)
class ImportedName:
    """One name of an import statement in a DAG, plugin or helper file.

    ``module`` is absolute; ``name`` is empty for ``import module`` and ``*`` for a star import.  ``attempt`` are the
    failures, ``module`` or ``name``, that a ``try`` around it catches; ``fallback`` holds the imports of the ``try`` to
    which it is the answer.
    """

    file: PythonFile
    item: Import
    module: str
    name: str
    attempt: frozenset[str]
    fallback: tuple[Import, ...]

    @property
    def place(self) -> Place:
        """The import statement, at the name."""
        for alias in self.item.node.names if not isinstance(self.item.node, ast.Call) else ():
            if (alias.name, self.item.name) in ((self.item.name, alias.name), (self.item.module, "")):
                return self.file.place_of(alias)
        return self.file.place_of(self.item.node)

    @property
    def dotted(self) -> str:
        """The dotted name that must exist: the module, or the name in it."""
        return f"{self.module}.{self.name}" if self.name and self.name != "*" else self.module

    @property
    def beyond_top(self) -> bool:
        """Whether a relative import has no parent package: it is above the top, or Airflow loads the file itself."""
        if self.item.level and self.file.parsed_by_airflow and not self.in_task:
            return True
        package = self.file.names.package
        return self.item.level > (package.count(".") + 1 if package else 0)

    @property
    def in_task(self) -> bool:
        """Whether the import runs with a task and not when the file is parsed."""
        return self.item.scope.function() is not None


@dataclass(frozen=True, slots=True)
class FileImports:
    """The imports of a DAG, plugin or helper file that run on MWAA."""

    file: PythonFile

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "any"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[FileImports]:
        """The imports of a file, if it has any."""
        if not isinstance(source, PythonFile) or source.role not in ("dag", "plugin") or not source.index.imports:
            return ()
        return (cls(source),)

    @property
    def place(self) -> Place:
        """The file."""
        return self.file.place


def read_imports(file: PythonFile) -> Iterator[ImportedName]:
    """The imports that run in the environment itself, each name once."""
    elsewhere = _functions_run_elsewhere(file)
    caught = _imports_by_try(file)
    for item in (*file.index.imports, *_imports_by_call(file)):
        if _in_any(item.scope, elsewhere) or _is_guarded(item):
            continue
        module = file.names.absolute("." * item.level + item.module)
        attempt, fallback = _role_in_try(file, item, caught)
        yield ImportedName(file, item, module, item.name, attempt, fallback)


def _imports_by_call(file: PythonFile) -> Iterator[Import]:
    """``importlib.import_module`` with a name that is written out."""
    for call in file.calls("importlib.import_module"):
        name = file.constant(argument(call.node, "name", 0), call.scope)
        if isinstance(name, str) and name and not name.startswith("."):
            yield Import(name, "", 0, "", call.node, call.scope, call.block)


def _in_any(scope: Scope, functions: set[int]) -> bool:
    current: Scope | None = scope
    while current is not None:
        if id(current.node) in functions:
            return True
        current = current.parent
    return False


def _is_guarded(item: Import) -> bool:
    current: Scope | None = item.scope
    block = item.block
    while current is not None:
        if block is not None and block.guarded:
            return True
        block, current = current.block, current.parent
    return False


def _functions_run_elsewhere(file: PythonFile) -> set[int]:
    """Functions that run in another interpreter, where other packages are installed."""
    found: set[int] = set()
    for function in file.index.functions:
        scope = function.parent or file.index.scope
        for decorator in function.node.decorator_list:
            if file.resolve(decorator, scope).removesuffix("()") in _OTHER_ENVIRONMENTS:
                found.add(id(function.node))
    for call in file.calls(*_OTHER_OPERATORS):
        for keyword in call.node.keywords:
            if keyword.arg == "python_callable" and isinstance(keyword.value, ast.Name):
                bound = file.names.lookup(keyword.value.id, call.scope, keyword.value.lineno)
                if bound is not None and bound.binding.kind == "def":
                    found.add(id(bound.binding.node))
    return found


def _imports_by_try(file: PythonFile) -> dict[int, tuple[Import, ...]]:
    found: dict[int, list[Import]] = {}
    for item in file.index.imports:
        for block in item.block.chain() if item.block is not None else ():
            if block.kind == "try":
                found.setdefault(id(block.node), []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def _role_in_try(
    file: PythonFile, item: Import, caught: dict[int, tuple[Import, ...]]
) -> tuple[frozenset[str], tuple[Import, ...]]:
    attempt: frozenset[str] = frozenset()
    fallback: list[Import] = []
    for block in item.block.chain() if item.block is not None else ():
        if block.kind == "try":
            for handler in block.node.handlers:  # type: ignore[attr-defined]
                attempt |= _catches(handler)
        elif block.kind == "handlers":
            fallback.extend(caught.get(id(block.node), ()))
        elif block.kind == "with":
            for part in block.node.items:  # type: ignore[attr-defined]
                call = part.context_expr
                if isinstance(call, ast.Call) and file.resolve(call.func, item.scope) == "contextlib.suppress":
                    attempt |= _caught_by(ast.Tuple(call.args, ast.Load()))
    return attempt, tuple(fallback)


def _catches(handler: ast.ExceptHandler) -> frozenset[str]:
    """The kinds of failure, ``module`` and ``name``, that a handler catches and does not raise again."""
    if any(isinstance(statement, ast.Raise) for statement in handler.body):
        return frozenset()
    return _caught_by(handler.type)


def _caught_by(node: ast.expr | None) -> frozenset[str]:
    kinds = node.elts if isinstance(node, ast.Tuple) else [node]
    names = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
    if None in kinds:
        names.add("BaseException")
    if names & _CATCHES_IMPORT_ERRORS:
        return frozenset({"module", "name"})
    return frozenset({"module"}) if "ModuleNotFoundError" in names else frozenset()


def in_caught_try(block: Block | None) -> bool:
    """Whether code stands in a ``try`` with handlers, so that its failure need not end the file."""
    return block is not None and any(part.kind == "try" and part.node.handlers for part in block.chain())  # type: ignore[attr-defined]


def offers(exports: Exports, name: str) -> bool:
    """Whether a module of the project may have a name; star imports and ``__getattr__`` leave that open."""
    return name in exports.names or bool(exports.stars) or "__getattr__" in exports.names or name.startswith("__")
