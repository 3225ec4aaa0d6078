"""Whether a call fits the parameters of a function that the project defines."""

from __future__ import annotations

import ast
from dataclasses import dataclass


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
