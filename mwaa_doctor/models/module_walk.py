"""One walk over a module's syntax tree, from which all models of the file are made.

The walk is iterative, so that deeply nested sources cannot exhaust the stack, and it visits every node once.
"""

from __future__ import annotations
import __future__

import ast
from typing import Any, ClassVar

from mwaa_doctor.models.scopes import Binding, Block, Call, Import, ModuleIndex, Scope, Text

_SKIPPED_FIELDS = {
    "ctx", "op", "ops", "kind", "type_comment", "id", "attr", "arg", "names", "asname", "module", "level", "lineno",
    "returns", "annotation", "type_params", "type_ignores", "conversion", "is_async", "simple", "rest", "keyword",
}  # fmt: skip
FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(name for name in reversed(kind._fields) if name not in _SKIPPED_FIELDS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and kind is not ast.AST
}
FIELDS[ast.MatchValue] = ("value",)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def index_module(tree: ast.Module) -> ModuleIndex:
    """Walk ``tree`` once."""
    walk = _Walk(tree)
    walk.run()
    return walk.index


def _has_late_future_import(tree: ast.Module) -> bool:
    """Whether a ``__future__`` import stands behind other code, or asks for what no Python has."""
    head = True
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            if not head or any(alias.name not in __future__.all_feature_names for alias in statement.names):
                return True
        elif not (isinstance(statement, ast.Expr) and _is_docstring(statement)):
            head = False
    return False


def _is_docstring(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


class _Walk:
    def __init__(self, tree: ast.Module) -> None:
        self.index = ModuleIndex(Scope("module", tree, None))
        self.stack: list[tuple[Any, Scope, Block | None]] = []
        self.push_all(tree.body, self.index.scope, None)
        self.index.suspicious = _has_late_future_import(tree)

    def push_all(self, nodes: list[Any], scope: Scope, block: Block | None) -> None:
        self.stack.extend([(node, scope, block) for node in reversed(nodes) if node is not None])

    def run(self) -> None:  # noqa: C901 - the hot loop, kept in one piece
        stack, index, fields, special = self.stack, self.index, FIELDS, self._SPECIAL
        calls, texts = index.calls, index.texts
        while stack:
            node, scope, block = stack.pop()
            kind = node.__class__
            if kind is ast.Name:
                scope.runner.uses.add(node.id)
                continue
            if kind is ast.Constant:
                if node.value.__class__ is str:
                    texts.append(Text(node, scope, block))
                continue
            if kind is ast.Call:
                call = Call(node, scope, block)
                calls.append(call)
                if len(node.keywords) > 1 and len({keyword.arg for keyword in node.keywords}) != len(node.keywords):
                    index.suspicious = True
                scope.runner.calls.append(call)
            else:
                handler = special.get(kind)
                if handler is not None:
                    handler(self, node, scope, block)
                    continue
            if kind is ast.Dict:
                index.dicts.append(node)
            uses = scope.runner.uses
            for name in fields[kind]:
                value = getattr(node, name, None)
                if value is None:
                    continue
                if value.__class__ is ast.Name:
                    uses.add(value.id)
                elif value.__class__ is list:
                    for item in reversed(value):
                        if item.__class__ is ast.Name:
                            uses.add(item.id)
                        elif item is not None:
                            stack.append((item, scope, block))
                else:
                    stack.append((value, scope, block))

    def suspect(self, odd: bool) -> None:
        """Note that the compiler should be asked about the file."""
        self.index.suspicious = self.index.suspicious or odd

    def do_return(self, node: ast.Return, scope: Scope, block: Block | None) -> None:
        self.suspect(scope.kind != "function")
        if node.value is not None:
            self.stack.append((node.value, scope, block))

    def do_await(self, node: ast.Await, scope: Scope, block: Block | None) -> None:
        self.suspect(not isinstance(scope.runner.node, ast.AsyncFunctionDef))
        self.stack.append((node.value, scope, block))

    def do_jump(self, _node: ast.AST, _scope: Scope, block: Block | None) -> None:
        self.suspect(block is None or not any(part.kind in ("for", "while") for part in block.chain()))

    # -- bindings ----------------------------------------------------------------------------------------------------

    def bind_target(
        self, target: ast.AST, kind: str, node: ast.AST, value: ast.expr | None, scope: Scope, block: Block | None
    ) -> None:
        """Bind every name in an assignment target; parts of a tuple get the parts of the value where they match."""
        if isinstance(target, ast.Name):
            self.suspect(target.id == "__debug__")
            scope.bind(target.id, Binding(kind, node, block, value))
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.suspect(sum(isinstance(item, ast.Starred) for item in target.elts) > 1)
            values: list[ast.expr | None] = [None] * len(target.elts)
            if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts) and kind == "assign":
                values = list(value.elts)
            for item, part in zip(target.elts, values, strict=True):
                self.bind_target(item, kind if part is not None else "other", node, part, scope, block)
        elif isinstance(target, ast.Starred):
            self.bind_target(target.value, "other", node, None, scope, block)
        else:
            if isinstance(target, ast.Subscript):
                self.index.subscript_writes.append((target, value, scope, block))
            self.stack.append((target, scope, block))

    def do_assign(self, node: ast.Assign, scope: Scope, block: Block | None) -> None:
        self.index.assignments.append(node)
        self.stack.append((node.value, scope, block))
        for target in node.targets:
            self.bind_target(target, "assign", node, node.value, scope, block)

    def do_ann_assign(self, node: ast.AnnAssign, scope: Scope, block: Block | None) -> None:
        self.note_annotation(node.annotation, scope)
        if node.value is not None:
            self.index.assignments.append(node)
            self.stack.append((node.value, scope, block))
            self.bind_target(node.target, "assign", node, node.value, scope, block)

    def note_annotation(self, node: ast.expr | None, scope: Scope) -> None:
        """Record the names in an annotation; nothing else in there counts as code that runs."""
        if isinstance(node, ast.Name):
            scope.runner.uses.add(node.id)
        elif node is not None and not isinstance(node, ast.Constant):
            scope.runner.uses.update(part.id for part in ast.walk(node) if isinstance(part, ast.Name))

    def do_type_alias(self, node: Any, scope: Scope, block: Block | None) -> None:
        """Bind the name of a ``type`` statement; its value is evaluated only when asked for."""
        self.bind_target(node.name, "other", node, None, scope, block)

    def do_aug_assign(self, node: ast.AugAssign, scope: Scope, block: Block | None) -> None:
        self.stack.append((node.value, scope, block))
        self.bind_target(node.target, "other", node, None, scope, block)

    def do_named(self, node: ast.NamedExpr, scope: Scope, block: Block | None) -> None:
        self.stack.append((node.value, scope, block))
        owner = scope
        while owner.kind == "comprehension" and owner.parent is not None:
            owner = owner.parent
        self.bind_target(node.target, "assign", node, node.value, owner, block)

    def do_import(self, node: ast.Import, scope: Scope, block: Block | None) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            scope.bind(bound, Binding("import", node, block, target=alias.name if alias.asname else bound))
            self.index.imports.append(Import(alias.name, "", 0, bound, node, scope, block))

    def do_import_from(self, node: ast.ImportFrom, scope: Scope, block: Block | None) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            bound = alias.asname or alias.name
            self.suspect(alias.name == "*" and scope.kind != "module")
            dotted = f"{module}{alias.name}" if module.endswith(".") else f"{module}.{alias.name}"
            scope.bind(bound, Binding("import", node, block, target=dotted))
            self.index.imports.append(Import(node.module or "", alias.name, node.level, bound, node, scope, block))

    # -- scopes ------------------------------------------------------------------------------------------------------

    def do_function(self, node: Any, scope: Scope, block: Block | None) -> None:
        inner = Scope("function", node, scope, block)
        scope.bind(node.name, Binding("def", node, block))
        self.index.functions.append(inner)
        self.bind_parameters(node.args, inner)
        self.push_all(node.body, inner, None)
        self.push_defaults(node.args, scope, block)
        self.push_all(node.decorator_list, scope, block)
        self.note_annotation(node.returns, scope)

    def do_lambda(self, node: ast.Lambda, scope: Scope, block: Block | None) -> None:
        inner = Scope("lambda", node, scope, block)
        self.index.inner.append(inner)
        self.bind_parameters(node.args, inner)
        self.stack.append((node.body, inner, None))
        self.push_defaults(node.args, scope, block)

    def bind_parameters(self, args: ast.arguments, inner: Scope) -> None:
        for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]:
            if arg is not None:
                self.index.suspicious = self.index.suspicious or arg.arg in inner.bindings
                inner.bind(arg.arg, Binding("parameter", arg, None))
                if arg.annotation is not None and inner.parent is not None:
                    self.note_annotation(arg.annotation, inner.parent)

    def push_defaults(self, args: ast.arguments, scope: Scope, block: Block | None) -> None:
        self.push_all([*args.defaults, *args.kw_defaults], scope, block)

    def do_class(self, node: ast.ClassDef, scope: Scope, block: Block | None) -> None:
        inner = Scope("class", node, scope, block)
        scope.bind(node.name, Binding("class", node, block))
        self.index.classes.append(inner)
        self.push_all(node.body, inner, block)
        self.push_all([*node.bases, *node.keywords, *node.decorator_list], scope, block)

    def do_comprehension(self, node: Any, scope: Scope, block: Block | None) -> None:
        inner = Scope("comprehension", node, scope, block)
        self.index.inner.append(inner)
        loop = Block("for", node, block)
        for generator in node.generators:
            self.bind_target(generator.target, "other", generator, None, inner, loop)
        if isinstance(node, ast.DictComp):
            self.push_all([node.key, node.value], inner, loop)
        else:
            self.stack.append((node.elt, inner, loop))
        for generator in reversed(node.generators):
            self.push_all(generator.ifs, inner, loop)
            self.stack.append((generator.iter, scope, block))

    # -- blocks ------------------------------------------------------------------------------------------------------

    def do_with(self, node: Any, scope: Scope, block: Block | None) -> None:
        inner = Block("with", node, block)
        self.push_all(node.body, scope, inner)
        for item in reversed(node.items):
            self.stack.append((item.context_expr, scope, block))
            if item.optional_vars is not None:
                self.bind_target(item.optional_vars, "with", node, item.context_expr, scope, block)

    def do_for(self, node: Any, scope: Scope, block: Block | None) -> None:
        inner = Block("for", node, block)
        self.bind_target(node.target, "other", node, None, scope, inner)
        self.push_all(node.orelse, scope, block)
        self.push_all(node.body, scope, inner)
        self.stack.append((node.iter, scope, block))

    def do_while(self, node: ast.While, scope: Scope, block: Block | None) -> None:
        self.push_all(node.orelse, scope, block)
        self.push_all([node.test, *node.body], scope, Block("while", node, block))

    def do_if(self, node: ast.If, scope: Scope, block: Block | None) -> None:
        self.push_all(node.orelse, scope, Block("else", node, block))
        self.push_all(node.body, scope, Block("if", node, block))
        self.stack.append((node.test, scope, block))

    def do_try(self, node: Any, scope: Scope, block: Block | None) -> None:
        self.push_all(node.finalbody, scope, block)
        self.push_all(node.orelse, scope, Block("try-else", node, block))
        self.suspect(any(handler.type is None for handler in node.handlers[:-1]))
        for handler in reversed(node.handlers):
            inner = Block("except", handler, Block("handlers", node, block))
            if handler.name:
                scope.bind(handler.name, Binding("other", handler, inner))
            self.push_all(handler.body, scope, inner)
        self.push_all(node.body, scope, Block("try", node, block))

    def do_match(self, node: Any, scope: Scope, block: Block | None) -> None:
        self.suspect(True)
        for case in reversed(node.cases):
            inner = Block("case", case, block)
            for part in ast.walk(case.pattern):
                name = getattr(part, "name", None) or getattr(part, "rest", None)
                if isinstance(name, str):
                    scope.bind(name, Binding("other", part, inner))
            self.push_all([case.guard, *case.body], scope, inner)
        self.stack.append((node.subject, scope, block))

    # -- expressions -------------------------------------------------------------------------------------------------

    def do_expression_statement(self, node: ast.Expr, scope: Scope, block: Block | None) -> None:
        if not _is_docstring(node):
            self.stack.append((node.value, scope, block))

    def do_f_string(self, node: ast.JoinedStr, scope: Scope, block: Block | None) -> None:
        for part in reversed(node.values):
            if isinstance(part, ast.Constant):
                self.index.texts.append(Text(part, scope, block, part=True))
            else:
                self.stack.append((part, scope, block))

    def do_yield(self, node: Any, scope: Scope, block: Block | None) -> None:
        scope.runner.yields = True
        self.suspect(scope.runner.kind != "function" or isinstance(scope.runner.node, ast.AsyncFunctionDef))
        if node.value is not None:
            self.stack.append((node.value, scope, block))

    def do_operation(self, node: ast.BinOp, scope: Scope, block: Block | None) -> None:
        if isinstance(node.op, (ast.RShift, ast.LShift)):
            self.index.operations.append((node, scope, block))
        self.stack.append((node.right, scope, block))
        self.stack.append((node.left, scope, block))

    def do_names(self, node: Any, scope: Scope, block: Block | None) -> None:
        self.index.suspicious = True
        for name in node.names:
            scope.bind(name, Binding("global", node, block))

    def do_delete(self, node: ast.Delete, scope: Scope, block: Block | None) -> None:
        for target in node.targets:
            self.bind_target(target, "other", node, None, scope, block)

    _SPECIAL: ClassVar[dict[type, Any]] = {
        ast.Return: do_return,
        ast.Await: do_await,
        ast.Break: do_jump,
        ast.Continue: do_jump,
        ast.Assign: do_assign,
        ast.AnnAssign: do_ann_assign,
        ast.AugAssign: do_aug_assign,
        ast.NamedExpr: do_named,
        ast.Import: do_import,
        ast.ImportFrom: do_import_from,
        ast.FunctionDef: do_function,
        ast.AsyncFunctionDef: do_function,
        ast.Lambda: do_lambda,
        ast.ClassDef: do_class,
        **dict.fromkeys(COMPREHENSIONS, do_comprehension),
        ast.With: do_with,
        ast.AsyncWith: do_with,
        ast.For: do_for,
        ast.AsyncFor: do_for,
        ast.While: do_while,
        ast.If: do_if,
        ast.Try: do_try,
        **({ast.TypeAlias: do_type_alias} if hasattr(ast, "TypeAlias") else {}),
        **({ast.TryStar: do_try} if hasattr(ast, "TryStar") else {}),
        ast.Match: do_match,
        ast.Expr: do_expression_statement,
        ast.JoinedStr: do_f_string,
        ast.BinOp: do_operation,
        ast.Yield: do_yield,
        ast.YieldFrom: do_yield,
        ast.Global: do_names,
        ast.Nonlocal: do_names,
        ast.Delete: do_delete,
    }
