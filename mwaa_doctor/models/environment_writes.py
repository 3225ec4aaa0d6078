"""Where Python code sets environment variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.rule import Place


@dataclass(frozen=True, slots=True)
class EnvironmentWrite:
    """One variable that is set; ``how`` is the subscript, ``update``, ``setdefault`` or ``putenv``.

    ``at_import`` if it happens whenever the file is imported.
    """

    name: str
    how: str
    place: Place
    at_import: bool


def environment_writes(file: PythonFile) -> Iterator[EnvironmentWrite]:
    """The environment variables that a file sets under a name that can be read, except behind a main guard."""
    for target, _, scope, block in file.index.subscript_writes:
        if file.resolve(target.value, scope) == "os.environ":
            yield from _named(file, target.slice, target, "os.environ[...]", scope, block)
    for call in file.calls("os.putenv", "os.environ.setdefault"):
        how = "os.putenv" if file.name(call) == "os.putenv" else "os.environ.setdefault"
        key = argument(call.node, "key", 0)
        if key is not None:
            yield from _named(file, key, call.node, how, call.scope, call.block)
    for call in file.calls("os.environ.update"):
        for keyword in call.node.keywords:
            if keyword.arg:
                yield from _write(file, keyword.arg, keyword.value, "os.environ.update", call.scope, call.block)
        for given in call.node.args:
            for key in given.keys if isinstance(given, ast.Dict) else ():
                if key is not None:
                    yield from _named(file, key, key, "os.environ.update", call.scope, call.block)


def _named(
    file: PythonFile, key: ast.expr, node: ast.expr, how: str, scope: Scope, block: Block | None
) -> Iterator[EnvironmentWrite]:
    name = file.constant(key, scope)
    if isinstance(name, str):
        yield from _write(file, name, node, how, scope, block)


def _write(
    file: PythonFile, name: str, node: ast.expr, how: str, scope: Scope, block: Block | None
) -> Iterator[EnvironmentWrite]:
    if block is not None and block.guarded:
        return
    function = scope.function()
    at_import = parse_time(file).reaches(function)
    yield EnvironmentWrite(name, how, file.place_of(node), at_import)
