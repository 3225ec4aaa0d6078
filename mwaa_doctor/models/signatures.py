"""Whether a call fits the parameters of a function that the project defines."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mwaa_doctor.models.python_file import PythonFile


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a function: by position, by keyword, those without a default, and whether there are more."""

    positional: tuple[str, ...]
    only_positional: int
    keywords: frozenset[str]
    required: frozenset[str]
    takes_more_positions: bool
    takes_more_keywords: bool

    @classmethod
    def of(cls, function: ast.FunctionDef | ast.AsyncFunctionDef, *, skip: int = 0) -> Signature:
        """Read a function's parameters; ``skip`` leaves out the first ones, such as ``self``."""
        arguments = function.args
        placed = [*arguments.posonlyargs, *arguments.args]
        without = placed[: len(placed) - len(arguments.defaults)][skip:]
        named = [
            given.arg for given, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if not value
        ]
        only = max(len(arguments.posonlyargs) - skip, 0)
        names = [given.arg for given in placed[skip:]]
        return cls(
            tuple(names),
            only,
            frozenset([*names[only:], *(given.arg for given in arguments.kwonlyargs)]),
            frozenset([*(given.arg for given in without), *named]),
            arguments.vararg is not None,
            arguments.kwarg is not None,
        )

    def unknown(self, keywords: frozenset[str]) -> list[str]:
        """The keywords that the function does not take."""
        return [] if self.takes_more_keywords else sorted(keywords - self.keywords)

    def missing(self, positions: int, keywords: frozenset[str], supplied: frozenset[str]) -> list[str]:
        """The parameters without a default that neither the call nor ``supplied`` gives."""
        return sorted(self.required - keywords - supplied - frozenset(self.positional[:positions]))


def plain_call(call: ast.Call) -> tuple[int, frozenset[str]] | None:
    """The number of positional arguments and the keywords of a call; ``None`` if ``*`` or ``**`` hides some."""
    if any(isinstance(item, ast.Starred) for item in call.args) or any(
        keyword.arg is None for keyword in call.keywords
    ):
        return None
    return len(call.args), frozenset(str(keyword.arg) for keyword in call.keywords)


def constructor(file: PythonFile, qualified_name: str) -> Signature | None:
    """The parameters of a class of the project that has an ``__init__`` of its own, without ``self``."""
    exported = file.names.exported(qualified_name)
    if exported is None or exported[1] or exported[0].home is None:
        return None
    home, name = exported[0].home, qualified_name.rpartition(".")[2]
    bindings = home.index.scope.bindings.get(name, [])
    if len(bindings) != 1 or bindings[0].kind != "class":
        return None
    inits = [item for item in bindings[0].node.body if getattr(item, "name", "") == "__init__"]
    if len(inits) != 1 or not isinstance(inits[0], ast.FunctionDef):
        return None
    decorators = [home.file.resolve(item, home.index.scope) for item in inits[0].decorator_list]
    plain = all(name == "airflow:apply_defaults" for name in decorators)
    return Signature.of(inits[0], skip=1) if plain else None
