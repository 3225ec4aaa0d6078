"""What a module's syntax tree holds: scopes, bindings, calls, imports and strings, with where and when each runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BRANCHES = ("if", "else", "except", "try-else", "case")


@dataclass(slots=True, eq=False)
class Block:
    """A compound statement around some code: ``with``, ``for``, ``while``, ``if``, ``else``, ``try``, ``except``.

    ``guarded`` if it or one around it keeps the code from running on import.
    """

    kind: str
    node: ast.AST
    parent: Block | None
    guarded: bool = field(init=False)

    def __post_init__(self) -> None:
        self.guarded = self.is_guard or (self.parent is not None and self.parent.guarded)

    @property
    def is_guard(self) -> bool:
        """Whether this is the body of ``if __name__ == "__main__"`` or ``if TYPE_CHECKING``."""
        if self.kind != "if":
            return False
        test = self.node.test  # type: ignore[attr-defined]
        if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name):
            return test.left.id == "__name__"
        return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
            isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
        )

    def chain(self) -> Iterator[Block]:
        """This block and those around it, innermost first."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.parent

    @property
    def branches(self) -> frozenset[int]:
        """The blocks here and around that may not run: branches of ``if``, ``try`` and ``match``, by ``id``."""
        return frozenset(id(block) for block in self.chain() if block.kind in BRANCHES)


@dataclass(slots=True, eq=False)
class Binding:
    """One way in which a name gets its value: ``import``, ``assign``, ``with``, ``def``, ``class`` or ``other``.

    ``node`` is the statement or expression that binds; ``value`` the bound expression for ``assign`` and the context
    expression for ``with``; ``target`` the dotted name for ``import``.
    """

    kind: str
    node: Any
    block: Block | None
    value: ast.expr | None = None
    target: str = ""


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class, function, lambda or comprehension, and the names bound in it.

    ``runner`` is the module, function or lambda that executes the scope's code; ``calls`` are those that it executes;
    ``uses`` are the names that a runner reads; ``yields`` makes a function a generator.
    """

    kind: str
    node: Any
    parent: Scope | None
    block: Block | None = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    runner: Scope = field(init=False, repr=False)
    uses: set[str] = field(default_factory=set)
    yields: bool = False

    def __post_init__(self) -> None:
        outer = self.parent
        self.runner = outer.runner if outer is not None and self.kind in ("class", "comprehension") else self

    def bind(self, name: str, binding: Binding) -> None:
        """Record a binding of ``name``."""
        self.bindings.setdefault(name, []).append(binding)

    def function(self) -> Scope | None:
        """The function or lambda whose call runs this code; ``None`` if the module itself does."""
        return self.runner if self.runner.kind in ("function", "lambda") else None


@dataclass(slots=True, eq=False)
class Call:
    """A call in the source, with the scope and the block that it stands in."""

    node: ast.Call
    scope: Scope
    block: Block | None


@dataclass(slots=True, eq=False)
class Import:
    """One imported name. ``module`` is as written, with ``level`` leading dots; ``name`` is empty for ``import m``.

    ``node`` is the statement, or the call that imports by name.
    """

    module: str
    name: str
    level: int
    bound_as: str
    node: ast.Import | ast.ImportFrom | ast.Call
    scope: Scope
    block: Block | None


@dataclass(slots=True, eq=False)
class Text:
    """A string constant that is no docstring; ``part`` if it is the constant part of an f-string."""

    node: ast.Constant
    scope: Scope
    block: Block | None
    part: bool = False

    @property
    def value(self) -> str:
        """The string."""
        return str(self.node.value)


@dataclass(slots=True, eq=False)
class ModuleIndex:
    """Everything that the walk found, in source order; ``inner`` are the lambdas and comprehensions.

    ``suspicious`` if something stands there that Python's parser takes but its compiler may refuse.
    """

    scope: Scope
    calls: list[Call] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    functions: list[Scope] = field(default_factory=list)
    classes: list[Scope] = field(default_factory=list)
    inner: list[Scope] = field(default_factory=list)
    operations: list[tuple[ast.BinOp, Scope, Block | None]] = field(default_factory=list)
    subscript_writes: list[tuple[ast.Subscript, ast.expr | None, Scope, Block | None]] = field(default_factory=list)
    assignments: list[ast.Assign | ast.AnnAssign] = field(default_factory=list)
    dicts: list[ast.Dict] = field(default_factory=list)
    suspicious: bool = False

    def release(self) -> None:
        """Cut the circles between scopes and calls, so that the memory is free at once; the index is of no use then."""
        for scope in (self.scope, *self.functions, *self.classes, *self.inner):
            scope.calls.clear()
            scope.bindings.clear()
            scope.parent = None
            del scope.runner
