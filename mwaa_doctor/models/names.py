"""What a name means: bindings, imports, aliases and re-exports, resolved once for all rules.

A *qualified name* is the dotted path of a thing as Python would reach it, with ``()`` for "the result of calling":
``boto3.client().list_buckets`` is the method of whatever ``boto3.client`` returned, however it was imported or stored.
A *canonical name* folds the homes that a name of Airflow has had: ``airflow.models.Variable.get``,
``airflow.models.variable.Variable.get`` and ``airflow.sdk.Variable.get`` are all ``airflow:Variable.get``.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mwaa_doctor.models.scopes import Binding, Block, ModuleIndex, Scope

_BUILTINS = frozenset(vars(builtins))
_MAX_DEPTH = 20
_STATIC = ("import", "def", "class")
_DECORATOR_HOMES = ("decorators", "sdk")


@dataclass(frozen=True, slots=True)
class Exported:
    """What a name of another module of the project is: its qualified name, and for a class those of its bases.

    ``value`` is the expression assigned to it, to be read with the names of its ``home``.
    """

    qualified_name: str
    bases: tuple[str, ...] = ()
    value: ast.expr | None = None
    home: Names | None = field(default=None, repr=False, compare=False)


@dataclass(slots=True)
class Exports:
    """The public face of a module of the project, as far as another module's names need it."""

    names: dict[str, Exported] = field(default_factory=dict)
    stars: tuple[str, ...] = ()


ExportsOf = Callable[[str], "Exports | None"]


@lru_cache(maxsize=16_384)
def canonical(qualified_name: str) -> str:
    """Fold the homes of an Airflow name: ``airflow:`` and the name from its class or function on."""
    if not qualified_name.startswith("airflow."):
        return qualified_name
    parts = qualified_name.split(".")
    for position, part in enumerate(parts):
        if part[:1].isupper() or part.endswith("()"):
            if position > 1 and parts[position - 1] == "task" and parts[position - 2] in _DECORATOR_HOMES:
                position -= 1  # the result of ``task.sensor(...)`` belongs to ``task.sensor``
            return "airflow:" + ".".join(parts[position:])
    for home in _DECORATOR_HOMES:
        if home in parts[:-1]:
            return "airflow:" + ".".join(parts[parts.index(home) + 1 :])
    return "airflow:" + parts[-1]


@dataclass(slots=True)
class Found:
    """The binding in effect for a name; ``certain`` unless another one may have replaced it by then."""

    binding: Binding
    scope: Scope
    certain: bool


class Names:
    """The names of one module.

    ``module`` is the dotted name under which the project imports it, ``exports_of`` answers for other modules of the
    project (``None`` for a module that is not of the project).  ``local`` holds the first parts of the names of all
    modules of the project, if that is known.  ``file`` is the model of the file, if there is one.
    """

    def __init__(
        self,
        index: ModuleIndex,
        module: str,
        is_package: bool,
        exports_of: ExportsOf,
        local: frozenset[str] | None = None,
    ) -> None:
        self.index = index
        self.module = module
        self.package = module if is_package else module.rpartition(".")[0]
        self.exports_of = exports_of
        self.local = local
        self.file: Any = None
        self._own: Exports | None = None
        self._heads: dict[str, str | None] = {}
        self._stars = [item for item in index.imports if item.name == "*"]

    # -- bindings ----------------------------------------------------------------------------------------------------

    def lookup(self, name: str, scope: Scope, line: int = 0, block: Block | None = None) -> Found | None:
        """The binding of ``name`` in effect at ``line`` of ``scope`` (0: anywhere), or ``None``."""
        home: Scope | None = scope
        while home is not None:
            if (home is scope or home.kind != "class") and name in home.bindings:
                bindings = home.bindings[name]
                if bindings[0].kind == "global":
                    home, bindings = self.index.scope, self.index.scope.bindings.get(name, [])
                return _in_effect(bindings, home, scope, line, block) if bindings else None
            home = home.parent
        return None

    def absolute(self, target: str) -> str:
        """A dotted import target without its leading dots; those reaching beyond the top keep the rest."""
        if not target.startswith("."):
            return target
        rest = target.lstrip(".")
        level = len(target) - len(rest)
        parts = self.package.split(".") if self.package else []
        parts = parts[: len(parts) - (level - 1)] if level > 1 else parts
        return ".".join([*parts, rest]) if rest else ".".join(parts)

    # -- qualified names ---------------------------------------------------------------------------------------------

    def qualified(self, node: ast.AST, scope: Scope, depth: int = 0) -> str | None:
        """The qualified name of an expression, or ``None`` if it has none."""
        suffix: list[str] = []
        current = node
        while True:
            if isinstance(current, ast.Attribute):
                suffix.append("." + current.attr)
                current = current.value
            elif isinstance(current, ast.Call):
                suffix.append("()")
                current = current.func
            elif isinstance(current, ast.Await):
                current = current.value
            else:
                break
        if not isinstance(current, ast.Name) or depth > _MAX_DEPTH:
            return None
        head = self._head(current, scope, depth)
        if head is None:
            return None
        if not suffix:
            return head
        return self.through_exports(head + "".join(reversed(suffix)))

    def _head(self, name: ast.Name, scope: Scope, depth: int) -> str | None:
        home: Scope | None = scope
        while home is not None and name.id not in home.bindings:
            home = home.parent
        if home is not self.index.scope:
            return self._bound(name, scope, depth)
        if name.id not in self._heads:
            bindings = home.bindings[name.id]
            if len(bindings) != 1 or bindings[0].kind not in _STATIC:
                return self._bound(name, scope, depth)
            self._heads[name.id] = self._bound(name, scope, depth)
        return self._heads[name.id]

    def _bound(self, name: ast.Name, scope: Scope, depth: int) -> str | None:
        found = self.lookup(name.id, scope, name.lineno)
        if found is None:
            return self._unbound(name.id)
        binding = found.binding
        if binding.kind == "import":
            return self.through_exports(self.absolute(binding.target))
        if binding.kind in ("def", "class"):
            return f"{self.module}.{name.id}" if found.scope.kind == "module" else f"{self.module}.<local>.{name.id}"
        if binding.kind in ("assign", "with") and binding.value is not None:
            return self.qualified(binding.value, found.scope, depth + 1)
        return None

    def _unbound(self, name: str) -> str | None:
        for star in self._stars:
            module = self.absolute("." * star.level + star.module)
            exports = self.module_exports(module)
            if exports is None and module.startswith("airflow"):
                return f"{module}.{name}" if name not in _BUILTINS else name
            if exports is not None and name in exports.names:
                return self.through_exports(f"{module}.{name}")
        return name if name in _BUILTINS else None

    def through_exports(self, dotted: str) -> str:
        """Follow re-exports within the project to where the thing is defined or imported from."""
        for _ in range(_MAX_DEPTH):
            found = self.exported(dotted)
            if found is None or found[0].qualified_name + found[1] == dotted:
                return dotted
            dotted = found[0].qualified_name + found[1]
        return dotted

    def exported(self, dotted: str) -> tuple[Exported, str] | None:
        """What another module of the project says of ``dotted``, and the rest of the path behind that name."""
        if self.local is not None and dotted.partition(".")[0] not in self.local:
            return None
        parts = dotted.split(".")
        for cut in range(len(parts) - 1, 0, -1):
            module = ".".join(parts[:cut])
            exports = self.module_exports(module)
            if exports is None:
                continue
            name, call, _ = parts[cut].partition("()")
            rest = call + "".join("." + part for part in parts[cut + 1 :])
            if name in exports.names:
                return exports.names[name], rest
            for star in exports.stars:
                return Exported(f"{star}.{name}"), rest
            return None
        return None

    def module_exports(self, module: str) -> Exports | None:
        """What a module of the project exports, this one included; ``None`` if the project has no such module."""
        return self.exports if module == self.module and module else self.exports_of(module)

    # -- what the module offers to others ----------------------------------------------------------------------------

    @property
    def exports(self) -> Exports:
        """The names that other modules of the project can import from this one."""
        if self._own is None:
            self._own = Exports()  # asked for while it is made, it has nothing to say yet
            self._own = self._read_exports()
        return self._own

    def release(self) -> None:
        """Let go of what refers back to this object."""
        self.file = self._own = None

    def _read_exports(self) -> Exports:
        exports = Exports(stars=tuple(self.absolute("." * star.level + star.module) for star in self._stars))
        module_scope = self.index.scope
        for name, bindings in module_scope.bindings.items():
            binding = bindings[-1]
            if binding.kind == "class":
                bases = tuple(filter(None, (self.qualified(base, module_scope) for base in binding.node.bases)))
                exports.names[name] = Exported(f"{self.module}.{name}", bases, home=self)
            elif binding.kind == "import":
                exports.names[name] = Exported(self.absolute(binding.target))
            elif binding.kind == "assign" and binding.value is not None and len(bindings) == 1:
                target = self.qualified(binding.value, module_scope)
                if target is not None and not isinstance(binding.value, ast.Call):
                    exports.names[name] = Exported(target)
                else:
                    exports.names[name] = Exported(f"{self.module}.{name}", value=binding.value, home=self)
            else:
                exports.names[name] = Exported(f"{self.module}.{name}", home=self)
        return exports


def _in_effect(bindings: list[Binding], home: Scope, use: Scope, line: int, block: Block | None) -> Found:
    """The last binding before the use, and whether it is certainly the one that holds there."""
    if len(bindings) == 1:
        only = bindings[0]
        if not line or only.kind in (*_STATIC, "parameter") or _is_before(only, line):
            return Found(only, home, True)
    same_code = home.function() is use.function() and home.kind == _skip_comprehensions(use).kind
    if not line or not same_code:
        return Found(bindings[-1], home, len(bindings) == 1)
    before = [binding for binding in bindings if _is_before(binding, line)]
    if not before:
        return Found(bindings[0], home, False)
    last = before[-1]
    if len(bindings) == 1:
        return Found(last, home, True)
    loops = {id(b) for b in block.chain() if b.kind in ("for", "while")} if block is not None else set()
    rebound_in_loop = loops and any(
        other is not last and other.block is not None and any(id(b) in loops for b in other.block.chain())
        for other in bindings
    )
    around = {id(b) for b in block.chain()} if block is not None else set()
    certain = not rebound_in_loop and all(
        id(b) in around or b.kind == "with" for b in (last.block.chain() if last.block is not None else ())
    )
    return Found(last, home, certain)


def _skip_comprehensions(scope: Scope) -> Scope:
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    return scope


def _is_before(binding: Binding, line: int) -> bool:
    start = getattr(binding.node, "lineno", 0)
    if binding.kind == "assign":
        end = getattr(binding.node, "end_lineno", start) or start
        return end < line or (start < line and binding.value is None)
    return start <= line
