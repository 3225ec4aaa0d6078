"""Names that code uses on import although nothing in the module binds them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Binding, Block, Scope

_GIVEN = frozenset(vars(builtins)) | {
    "__file__", "__name__", "__doc__", "__package__", "__spec__", "__loader__", "__path__", "__cached__",
    "__builtins__", "__annotations__", "__dict__", "__module__", "__qualname__", "__class__",
}  # fmt: skip
_PYTHON_2 = frozenset({"unicode", "basestring", "xrange", "long", "raw_input", "unichr", "reduce", "reload", "file"})
_CATCHING = ("NameError", "Exception", "BaseException")
_WRITERS = frozenset({"exec", "eval", "execfile", "globals", "vars", "locals", "setattr", "__import__"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The names that are visible somewhere, innermost part first."""

    names: tuple[frozenset[str], ...]

    def has(self, name: str) -> bool:
        return any(name in part for part in self.names)

    def with_names(self, names: frozenset[str]) -> _Frame:
        return _Frame((names, *self.names))


def unbound_names(file: PythonFile) -> Iterator[ast.Name]:
    """The first use of each name that runs when the module is imported and that nothing binds, in source order.

    Nothing for a module with a star import, and none if code may write names by text, as with ``exec`` or ``globals``.
    """
    if any(item.name == "*" for item in file.index.imports) or _writes_names(file):
        return
    declared = {
        name
        for scope in (*file.index.functions, *file.index.classes)
        for name, bindings in scope.bindings.items()
        if bindings[0].kind == "global"
    }
    bound = {name for name, bindings in file.index.scope.bindings.items() if not all(map(_is_guarded, bindings))}
    known = frozenset(bound | declared | _GIVEN)
    if not _may_be_unbound(file, known):
        return
    walk = _Walk(file, known)
    seen: set[str] = set()
    for name in sorted(walk.run(), key=lambda node: (node.lineno, node.col_offset)):
        if name.id not in seen:
            seen.add(name.id)
            yield name


def _may_be_unbound(file: PythonFile, known: frozenset[str]) -> bool:
    """Whether any name that the module or a function reads is bound in no scope at all that could give it."""
    index = file.index
    open_names = index.scope.uses - known
    later = {name for function in index.functions for name in function.uses - known - function.bindings.keys()}
    if not open_names and not later:
        return False
    inner = {name for scope in (*index.classes, *index.inner) for name in scope.bindings}
    if not open_names <= inner:
        return True
    return not later <= inner | {name for scope in index.functions for name in scope.bindings}


def _writes_names(file: PythonFile) -> bool:
    return any(isinstance(call.node.func, ast.Name) and call.node.func.id in _WRITERS for call in file.index.calls)


def _is_guarded(binding: Binding) -> bool:
    """Whether a name is bound only for type checkers, or when the file is run as a program."""
    return binding.block is not None and binding.block.guarded


class _Walk:
    def __init__(self, file: PythonFile, module: frozenset[str]) -> None:
        self.file = file
        self.module = module
        self.scopes: dict[int, Scope] = {
            id(scope.node): scope for scope in (*file.index.functions, *file.index.classes)
        }
        self.lazy_annotations = any(
            item.module == "__future__" and item.name == "annotations" for item in file.index.imports
        )
        self.todo: list[tuple[Any, _Frame, bool]] = []

    def run(self) -> Iterator[ast.Name]:
        frame = _Frame((self.module,))
        self.push(self.file.tree.body, frame, sure=True)
        while self.todo:
            node, frame, sure = self.todo.pop()
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load) and not frame.has(node.id) and (sure or node.id not in _PYTHON_2):
                    yield node
                continue
            self.open(node, frame, sure)

    def push(self, nodes: list[Any], frame: _Frame, *, sure: bool) -> None:
        self.todo.extend((node, frame, sure) for node in nodes if node is not None)

    def open(self, node: Any, frame: _Frame, sure: bool) -> None:
        if isinstance(node, _FUNCTIONS):
            self.open_function(node, frame, sure)
        elif isinstance(node, ast.ClassDef):
            frame = frame.with_names(_type_parameters(node))
            outside = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
            self.push(outside, frame, sure=sure)
            self.push(node.body, frame.with_names(frozenset(self.scopes[id(node)].bindings)), sure=sure)
        elif isinstance(node, ast.Lambda):
            self.push([*node.args.defaults, *node.args.kw_defaults], frame, sure=sure)
        elif isinstance(node, _COMPREHENSIONS):
            targets = {
                part.id for loop in node.generators for part in ast.walk(loop.target) if isinstance(part, ast.Name)
            }
            self.push(list(ast.iter_child_nodes(node)), frame.with_names(frozenset(targets)), sure=sure)
        elif isinstance(node, ast.AnnAssign):
            parts = [node.value] if self.lazy_annotations or not node.simple else [node.value, node.annotation]
            self.push(parts, frame, sure=sure)
        elif isinstance(node, ast.If):
            self.push([node.test], frame, sure=sure)
            if not Block("if", node, None).is_guard:
                self.push(node.body, frame, sure=False)
            self.push(node.orelse, frame, sure=False)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self.open_try(node, frame, sure)
        elif type(node).__name__ != "TypeAlias":
            self.push(list(ast.iter_child_nodes(node)), frame, sure=sure)

    def open_function(self, node: Any, frame: _Frame, sure: bool) -> None:
        arguments = node.args
        outside = [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults]
        if not self.lazy_annotations and not _type_parameters(node):
            given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
            outside += [argument.annotation for argument in given if argument is not None]
            outside.append(node.returns)
        self.push(outside, frame, sure=sure)
        scope = self.scopes[id(node)]
        if parse_time(self.file).reaches(scope):
            self.push(node.body, _Frame((*self.outer_names(scope), self.module)), sure=False)

    def outer_names(self, scope: Scope) -> Iterator[frozenset[str]]:
        """The names of a function and of the functions around it."""
        current: Scope | None = scope
        while current is not None:
            if current.kind == "function":
                yield frozenset(current.bindings) | _type_parameters(current.node)
            current = current.parent

    def open_try(self, node: Any, frame: _Frame, sure: bool) -> None:
        caught = [part for handler in node.handlers for part in _caught(handler)]
        if not any(name in _CATCHING for name in caught):
            self.push(node.body, frame, sure=sure)
        self.push([*node.orelse, *node.finalbody], frame, sure=sure)
        for handler in node.handlers:
            self.push([handler.type, *handler.body], frame, sure=False)


def _caught(handler: ast.ExceptHandler) -> list[str]:
    if handler.type is None:
        return ["BaseException"]
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _type_parameters(node: Any) -> frozenset[str]:
    return frozenset(part.name for part in getattr(node, "type_params", ()))
