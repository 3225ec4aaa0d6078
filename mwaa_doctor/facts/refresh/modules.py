"""Reads one module: which names it binds when it is imported, and what stands behind them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from mwaa_doctor.facts.refresh.conditions import Conditions
from mwaa_doctor.facts.refresh.constructors import describe_class, describe_function, describe_helpers
from mwaa_doctor.facts.refresh.lazy import LazyNames, absolute, deprecated_modules, fallback_imports, lazy_names

IMPORT_FAILURES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException", "AttributeError"}


@dataclass(slots=True)
class Binding:
    """A name of a module. `kind` is class, function, value or import; `targets` are the places it may come from.

    `fallback` is the kind of an own definition that takes over where the import fails.
    """

    kind: str
    targets: tuple[str, ...] = ()
    sure: bool = True
    fallback: str = ""


@dataclass(slots=True)
class Module:
    """A module as its source describes it. `dynamic`: it may have names that the source does not show."""

    name: str
    is_package: bool
    bindings: dict[str, Binding] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    exports: tuple[str, ...] | None = None
    lazy: LazyNames = field(default_factory=LazyNames)
    virtual: dict[str, dict[str, str]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    task_decorators: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    dynamic: bool = False
    deprecated: bool = False
    refuses: bool = False
    """Whether it raises when imported in this image."""

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


def read_module(name: str, is_package: bool, source: bytes, conditions: Conditions) -> Module:
    """The module `name` from its source. One that does not parse is recorded as dynamic."""
    module = Module(name, is_package)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        module.dynamic = True
        return module
    _Reader(module, conditions).block(tree.body, sure=True)
    module.virtual = deprecated_modules(tree.body, name)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__":
            module.lazy = lazy_names(node, tree.body, module.package)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__getattr__":
            module.lazy = fallback_imports(node.value, tree.body)
    if not module.lazy.closed:
        module.dynamic = True
    return module


class _Reader:
    """Walks the statements that run at import and keeps book of the names."""

    def __init__(self, module: Module, conditions: Conditions) -> None:
        self._module = module
        self._conditions = conditions

    def block(self, body: list[ast.stmt], *, sure: bool) -> None:
        for node in body:
            self._statement(node, sure)

    def _statement(self, node: ast.stmt, sure: bool) -> None:
        """Statements that hold others; the rest is left to _simple_statement."""
        match node:
            case ast.If(test=test, body=body, orelse=orelse):
                self._walrus(test, sure)
                outcome = self._conditions.decide(test)
                if outcome is None:
                    self._alternatives([body, orelse], sure)
                else:
                    self.block(body if outcome else orelse, sure=sure)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                self._try(body + orelse, handlers, sure)
                self.block(finalbody, sure=sure)
            case ast.With(items=items, body=body):
                suppressed = any("suppress" in ast.unparse(item.context_expr) for item in items)
                for target in filter(None, (item.optional_vars for item in items)):
                    self._targets(target, sure)
                self.block(body, sure=sure and not suppressed)
            case ast.For(target=target, body=body, orelse=orelse):
                self._targets(target, False)
                self.block(body, sure=False)
                self.block(orelse, sure=sure)
            case ast.While(body=body) | ast.Match(cases=[ast.match_case(body=body), *_]):
                self.block(body, sure=False)
            case ast.ClassDef():
                self._class(node, sure)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, sure)
            case _:
                self._simple_statement(node, sure)

    def _simple_statement(self, node: ast.stmt, sure: bool) -> None:
        match node:
            case ast.Import():
                self._import(node, sure)
            case ast.ImportFrom():
                self._import_from(node, sure)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value, sure)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value, sure)
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                self._export(value, add=True)
            case ast.Expr(value=value):
                self._expression(value, sure)
            case ast.Raise() if sure:
                self._module.refuses = True
            case ast.Delete(targets=targets) if sure:
                for target in targets:
                    self._module.bindings.pop(ast.unparse(target), None)

    def _import(self, node: ast.Import, sure: bool) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self._bind(bound, "import", (alias.name if alias.asname else bound,), sure)

    def _import_from(self, node: ast.ImportFrom, sure: bool) -> None:
        source = absolute("." * node.level + (node.module or ""), self._module.package)
        for alias in node.names:
            if alias.name == "*":
                self._module.stars.append(source)
            elif node.module != "__future__":
                self._bind(alias.asname or alias.name, "import", (f"{source}.{alias.name}",), sure)

    def _class(self, node: ast.ClassDef, sure: bool) -> None:
        self._bind(node.name, "class", (), sure)
        body = self._flat(node.body)
        self._module.classes[node.name] = describe_class(node, body)
        self._module.helpers |= describe_helpers(node)
        if node.name == "TaskDecoratorCollection":
            for part in body:
                match part:
                    case ast.Assign(
                        targets=[ast.Name(id=name)],
                        value=ast.Call(func=ast.Name(id="staticmethod"), args=[ast.Name(id=made)]),
                    ):
                        self._module.task_decorators[name] = f"{self._module.name}.{made}"

    def _flat(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """The statements of a class body with the decidable conditions taken out; both branches of the others."""
        flat: list[ast.stmt] = []
        for part in body:
            if isinstance(part, ast.If):
                outcome = self._conditions.decide(part.test)
                chosen = part.body + part.orelse if outcome is None else part.body if outcome else part.orelse
                flat += self._flat(chosen)
            else:
                flat.append(part)
        return flat

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, sure: bool) -> None:
        if any(getattr(item, "id", getattr(item, "attr", "")) == "overload" for item in node.decorator_list):
            return
        self._bind(node.name, "function", (), sure)
        self._module.functions[node.name] = describe_function(node)
        for part in ast.walk(node):
            if isinstance(part, ast.Global):
                for name in part.names:
                    self._module.bindings.setdefault(name, Binding("value", (), sure=False))

    def _assign(self, target: ast.expr, value: ast.expr, sure: bool) -> None:
        if isinstance(target, ast.Name) and target.id == "__all__":
            self._export(value, add=False)
        elif isinstance(target, ast.Name) and isinstance(value, ast.Name) and value.id in self._module.bindings:
            self._bind(target.id, "import", (f"{self._module.name}.{value.id}",), sure)
        elif isinstance(target, ast.Subscript) and ast.unparse(target.value) in {"sys.modules", "globals()"}:
            # airflow.models.dag hides the name of one constant from type checkers by spelling it backwards
            if "kcah_acitats" in ast.unparse(target):
                self._bind("STATICA_HACK", "value", (), sure)
            else:
                self._module.dynamic = True
        else:
            self._targets(target, sure)

    def _targets(self, target: ast.expr, sure: bool) -> None:
        for part in ast.walk(target):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                self._bind(part.id, "value", (), sure)

    def _export(self, value: ast.expr, *, add: bool) -> None:
        try:
            names = tuple(str(name) for name in ast.literal_eval(value))
        except (ValueError, TypeError):
            self._module.exports = None
            return
        self._module.exports = (*(self._module.exports or ()), *names) if add else names

    def _expression(self, value: ast.expr, sure: bool) -> None:
        text = ast.unparse(value) if isinstance(value, ast.Call) else ""
        if text.startswith(("globals()", "locals()", "vars()", "exec(", "setattr(sys.modules", "sys.modules")):
            self._module.dynamic = True
        if sure and text.startswith("warnings.warn(") and ("Deprecat" in text or "RemovedIn" in text):
            self._module.deprecated = True
        self._walrus(value, sure)

    def _walrus(self, expression: ast.expr, sure: bool) -> None:
        for part in ast.walk(expression):
            if isinstance(part, ast.NamedExpr):
                self._bind(part.target.id, "value", (), sure)

    def _try(self, body: list[ast.stmt], handlers: list[ast.ExceptHandler], sure: bool) -> None:
        falls_back = [handler.body for handler in handlers if not _ends(handler.body)]
        caught = {
            getattr(part, "id", getattr(part, "attr", ""))
            for handler in handlers
            for part in ast.walk(handler.type or ast.Name("Exception"))
        }
        if not handlers or not falls_back or not caught & IMPORT_FAILURES:
            self.block(body, sure=sure)
            for fallback in falls_back:
                self.block(fallback, sure=False)
        else:
            self._alternatives([body, *falls_back], sure)

    def _alternatives(self, branches: list[list[ast.stmt]], sure: bool) -> None:
        """Binds what each branch would bind; sure is only what all branches bind that can end normally."""
        before = dict(self._module.bindings)
        outcomes = []
        for branch in branches:
            if _ends(branch):
                continue
            self._module.bindings = dict(before)
            self.block(branch, sure=sure)
            outcomes.append(self._module.bindings)
        self._module.bindings = before
        for name in dict.fromkeys(name for outcome in outcomes for name in outcome):
            found = [outcome[name] for outcome in outcomes if name in outcome]
            self._module.bindings[name] = Binding(
                found[0].kind,
                tuple(dict.fromkeys(target for binding in found for target in binding.targets)),
                sure=len(found) == len(outcomes) and all(binding.sure for binding in found),
                fallback=next((own for binding in found if (own := _own_kind(binding))), ""),
            )

    def _bind(self, name: str, kind: str, targets: tuple[str, ...], sure: bool) -> None:
        known = self._module.bindings.get(name)
        if known is not None and not sure:
            self._module.bindings[name] = Binding(known.kind, tuple(dict.fromkeys(known.targets + targets)), known.sure)
        else:
            self._module.bindings[name] = Binding(kind, targets, sure)


def _own_kind(binding: Binding) -> str:
    return binding.fallback if binding.kind == "import" else binding.kind


def _ends(body: list[ast.stmt]) -> bool:
    """Whether a block always raises, so that its import fails as a whole."""
    return bool(body) and isinstance(body[-1], ast.Raise)
