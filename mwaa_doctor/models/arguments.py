"""Arguments of calls as they are written: keywords, ``**`` parts, and dicts that are built elsewhere in the project."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_MAX_NAMES = 10


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a DAG or task: where it is written, and its value if that is constant."""

    name: str
    node: ast.expr
    file: PythonFile
    scope: Scope
    block: Block | None

    @property
    def place(self) -> Place:
        """Where the value is written."""
        return self.file.place_of(self.node)

    @property
    def value(self) -> Any:
        """The constant value; raises ``Unknown`` if it is computed."""
        try:
            return self.file.value(self.node, self.scope, self.block)
        except Unknown as unknown:
            raise Unknown(f"{self.name}: {unknown.reason}") from None

    def constant(self, default: Any = None) -> Any:
        """The constant value, or ``default`` if it is computed."""
        try:
            return self.value
        except Unknown:
            return default

    @property
    def origin(self) -> Argument:
        """The expression that names stand for, here or in another module of the project, as far as that is certain."""
        given = self
        for _ in range(_MAX_NAMES):
            target = _bound_value(given)
            if target is None:
                break
            given = target
        return given

    def part(self, node: ast.expr) -> Argument:
        """A part of the expression, read where the whole stands."""
        return Argument(self.name, node, self.file, self.scope, self.block)

    @property
    def resolved(self) -> str:
        """The canonical name of the expression, or an empty string."""
        return self.file.resolve(self.node, self.scope)


Arguments = Mapping[str, Argument]


def dict_arguments(given: Argument, depth: int = 0) -> dict[str, Argument]:
    """The entries of a dict expression by key, without evaluating the values; raises ``Unknown`` if it is computed."""
    node = given.node
    if depth > 10:
        raise Unknown(f"{given.name} is nested too deeply")

    def part(expression: ast.expr) -> dict[str, Argument]:
        inner = Argument(given.name, expression, given.file, given.scope, given.block)
        return dict_arguments(inner, depth + 1)

    if isinstance(node, ast.Dict):
        return _display_entries(node, given, part)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return {**part(node.left), **part(node.right)}
    if isinstance(node, ast.Call):
        returned = _called_entries(given, node, part, depth)
        if returned is not None:
            return returned
    target = _bound_value(given)
    if target is None:
        raise Unknown(f"{given.name} is computed")
    return dict_arguments(target, depth + 1)


def _display_entries(
    node: ast.Dict, given: Argument, part: Callable[[ast.expr], dict[str, Argument]]
) -> dict[str, Argument]:
    found: dict[str, Argument] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            found.update(part(value))
            continue
        name = given.file.constant(key, given.scope)
        if isinstance(name, str):
            found[name] = Argument(name, value, given.file, given.scope, given.block)
    return found


def _bound_value(given: Argument) -> Argument | None:
    """What a name stands for, here or in another module of the project, if that is certain."""
    node, file = given.node, given.file
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return None
    if isinstance(node, ast.Name):
        found = file.names.lookup(node.id, given.scope, node.lineno, given.block)
        if found is not None and found.certain and found.binding.kind == "assign" and found.binding.value is not None:
            return Argument(given.name, found.binding.value, file, found.scope, found.binding.block)
    dotted = file.names.qualified(node, given.scope)
    exported = file.names.exported(dotted) if dotted else None
    if exported is None or exported[1] or exported[0].value is None or exported[0].home is None:
        return None
    home = exported[0].home
    return Argument(given.name, exported[0].value, home.file, home.index.scope, None)


def _called_entries(
    given: Argument, node: ast.Call, part: Callable[[ast.expr], dict[str, Argument]], depth: int
) -> dict[str, Argument] | None:
    """The entries of ``dict(...)``, ``x.copy()`` or a function of the project."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "copy":
        return part(node.func.value)
    if given.file.names.qualified(node.func, given.scope) != "dict":
        return _returned_entries(given, node, depth)
    found: dict[str, Argument] = {}
    for item in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg is None)):
        found.update(part(item))
    for keyword in node.keywords:
        if keyword.arg is not None:
            found[keyword.arg] = Argument(keyword.arg, keyword.value, given.file, given.scope, given.block)
    return found


def _returned_entries(given: Argument, call: ast.Call, depth: int) -> dict[str, Argument] | None:
    """The entries of the one dict that a function of the project returns; its ``**`` parameter holds what is given."""
    file = given.file
    dotted = file.names.qualified(call.func, given.scope) or ""
    exported = file.names.exported(dotted)
    if exported is None or exported[1] or exported[0].home is None:
        return None
    home: PythonFile = exported[0].home.file
    function = home.plain_function(dotted.rpartition(".")[2])
    if function is None:
        return None
    returns = [node for node in ast.walk(function.node) if isinstance(node, ast.Return)]
    if len(returns) != 1 or returns[0] is not function.node.body[-1] or not isinstance(returns[0].value, ast.Dict):
        return None
    rest = function.node.args.kwarg.arg if function.node.args.kwarg else None

    def part(expression: ast.expr) -> dict[str, Argument]:
        if isinstance(expression, ast.Name) and expression.id == rest:
            entries, complete = read_arguments(call, file, given.scope, given.block)
            if not complete:
                raise Unknown(f"{given.name} is computed")
            return entries
        return dict_arguments(Argument(given.name, expression, home, function, None), depth + 1)

    return _display_entries(returns[0].value, Argument(given.name, returns[0].value, home, function, None), part)


def read_arguments(
    node: ast.Call, file: PythonFile, scope: Scope, block: Block | None
) -> tuple[dict[str, Argument], bool]:
    """The keyword arguments of a call with readable ``**`` parts merged in, and whether all could be read."""
    found: dict[str, Argument] = {}
    complete = True
    for keyword in node.keywords:
        if keyword.arg is not None:
            found[keyword.arg] = Argument(keyword.arg, keyword.value, file, scope, block)
            continue
        try:
            found.update(dict_arguments(Argument("**", keyword.value, file, scope, block)))
        except Unknown:
            complete = False
    return found, complete
