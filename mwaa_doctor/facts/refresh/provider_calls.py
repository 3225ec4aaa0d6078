"""The calls to AWS that a run of an operator surely makes, read from a wheel of the amazon provider.

Syntax trees only. Followed are the statements of `execute` (sensors: `poke`) that run whatever the arguments are, into
methods of the class, of its hook and of the trigger that it defers to. What stands behind a condition, a loop over
values or an earlier way out, and what is tried and recovered from, is not counted; only `deferrable` and
`wait_for_completion` are taken as given.
"""

from __future__ import annotations

import ast
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mwaa_doctor.facts.refresh.wheels import read_sources

_PACKAGE = "airflow/providers/amazon/aws/"
_CLIENTS = ("conn", "client", "get_conn", "get_client_type", "get_async_conn", "async_conn")
_MAX_DEPTH = 6
_NOT_CALLS = ("get_waiter", "can_paginate", "generate_presigned_url", "close", "get_paginator", "exceptions", "meta")
_COMPOUND = (ast.If, ast.For, ast.While, ast.AsyncFor, ast.Match, ast.Try, ast.FunctionDef)
Given = Mapping[str, bool]


@dataclass
class _Class:
    name: str
    module: str
    node: ast.ClassDef
    bases: list[str] = field(default_factory=list)


@dataclass
class _View:
    """What is known inside a function: the class it belongs to, its hook, and names bound so far."""

    owner: str
    hook: str | None
    given: Given
    depth: int = 0
    clients: dict[str, str] = field(default_factory=dict)
    hooks: dict[str, str] = field(default_factory=dict)


class Provider:
    """The classes of one wheel."""

    def __init__(self, wheel: Path) -> None:
        self.classes: dict[str, _Class] = {}
        for path, content in read_sources(wheel):
            if not path.startswith(_PACKAGE):
                continue
            module = path.removesuffix(".py").replace("/", ".")
            for node in ast.parse(content).body:
                if isinstance(node, ast.ClassDef):
                    bases = [_name(base) for base in node.bases]
                    self.classes[node.name] = _Class(node.name, module, node, bases)
        self.waiters = _waiters(wheel)

    def lineage(self, name: str) -> Iterator[_Class]:
        """A class and its bases within the provider, nearest first."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            found = self.classes.get(waiting.pop(0))
            if found is not None and found.name not in seen:
                seen.add(found.name)
                yield found
                waiting.extend(found.bases)

    def member(self, name: str, member: str, *, above: str = "") -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """A method or property of a class, inherited ones as well; with ``above`` only those of bases of that class."""
        passed = not above
        for one in self.lineage(name):
            for node in one.node.body if passed else ():
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == member:
                    return node
            passed = passed or one.name == above
        return None

    def hook(self, name: str) -> str | None:
        """The class of the hook of an operator: `aws_hook_class`, or what its `hook` returns."""
        for one in self.lineage(name):
            for node in one.node.body:
                if isinstance(node, ast.Assign) and _name(node.targets[0]) == "aws_hook_class":
                    return _name(node.value)
                if isinstance(node, ast.FunctionDef) and node.name in ("hook", "get_hook"):
                    return _made(node)
        return None

    def service(self, hook: str) -> str | None:
        """The boto3 client of a hook."""
        for one in self.lineage(hook):
            for node in ast.walk(one.node):
                if not (isinstance(node, (ast.keyword, ast.Assign)) and _sets_client_type(node)):
                    continue
                if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                    return node.value.value
        return None

    def default(self, name: str, argument: str) -> bool | None:
        """The default of an argument of the constructor; `None` if there is no such argument, or no such default."""
        for one in self.lineage(name):
            for node in one.node.body:
                if isinstance(node, ast.FunctionDef) and node.name == "__init__":
                    names = [*node.args.args[-len(node.args.defaults) :], *node.args.kwonlyargs]
                    values = [*node.args.defaults, *node.args.kw_defaults]
                    for parameter, value in zip(names[-len(values) :] if values else (), values, strict=False):
                        if parameter.arg == argument and isinstance(value, ast.Constant):
                            return bool(value.value)
        return None

    def calls(self, name: str, given: Given) -> set[str]:
        """`service.method` of the calls that every run of an operator with these arguments surely makes."""
        found: set[str] = set()
        entry = "execute" if self.member(name, "execute") is not None else "poke"
        self._enter(name, entry, _View(name, self.hook(name), given), found)
        return found

    def hook_methods(self, name: str) -> Iterator[tuple[str, set[str]]]:
        """The public methods of a hook, each with the calls that it surely makes."""
        seen: set[str] = set()
        for one in self.lineage(name):
            for node in one.node.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in seen:
                    seen.add(node.name)
                    found: set[str] = set()
                    self._enter(name, node.name, _View(name, name, {}), found)
                    yield node.name, found

    def _enter(self, name: str, method: str, view: _View, found: set[str], above: str = "") -> bool:
        node = self.member(name, method, above=above)
        if node is not None and view.depth <= _MAX_DEPTH:
            self._follow(node, view, found)
        return node is not None

    def _follow(self, node: ast.FunctionDef | ast.AsyncFunctionDef, view: _View, found: set[str]) -> None:
        for part in certain_parts(node.body, view.given):
            if isinstance(part, ast.Assign) and len(part.targets) == 1 and isinstance(part.targets[0], ast.Name):
                service, hook = self._client(part.value, view), self._hook_of(part.value, view)
                if service is not None:
                    view.clients[part.targets[0].id] = service
                elif hook is not None:
                    view.hooks[part.targets[0].id] = hook
            for call in certain_calls(part):
                self._note(call, view, found)

    def _note(self, call: ast.Call, view: _View, found: set[str]) -> None:
        function = call.func
        if not isinstance(function, ast.Attribute):
            return
        service, target = self._client(function.value, view), self._hook_of(function.value, view)
        if function.attr == "get_waiter":
            self._wait(call, service or (self.service(target) if target else None) or self.service(view.owner), found)
        elif service is not None:
            if function.attr not in _NOT_CALLS:
                found.add(f"{service}.{function.attr}")
        elif _name(function.value) == "self" and function.attr == "defer":
            self._defer(call, view, found)
        elif _name(function.value) == "self":
            self._enter(view.owner, function.attr, self._inside(call, view, view.owner, view.hook), found)
        elif isinstance(function.value, ast.Call) and _name(function.value.func) == "super":
            above = next((one.name for one in self.lineage(view.owner) if _holds(one.node, call)), view.owner)
            inner = self._inside(call, view, view.owner, view.hook)
            if not self._enter(view.owner, function.attr, inner, found, above) and function.attr == "execute":
                self._enter(view.owner, "poke", inner, found)  # what the base of all sensors does
        elif target is not None:
            self._enter(target, function.attr, self._inside(call, view, target, target), found)

    def _inside(self, call: ast.Call, view: _View, owner: str, hook: str | None) -> _View:
        """The view of a method that is called: what it is given of the arguments that count."""
        if owner == view.owner:
            return _View(owner, hook, view.given, view.depth + 1)
        told = {part.arg: truth(part.value, view.given) for part in call.keywords if part.arg}
        return _View(owner, hook, {k: v for k, v in told.items() if v is not None}, view.depth + 1)

    def _wait(self, call: ast.Call, service: str | None, found: set[str]) -> None:
        name = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "waiter_name"), None)
        if service is not None and isinstance(name, ast.Constant):
            operation = self._waiter_operation(service, str(name.value))
            if operation:
                found.add(f"{service}.{operation}")

    def _waiter_operation(self, service: str, name: str) -> str | None:
        from botocore import xform_name
        from botocore.session import get_session

        own = self.waiters.get(service, {}).get(name)
        if own is not None:
            return xform_name(own)
        try:
            model = get_session().get_waiter_model(service)
        except Exception:  # noqa: BLE001  # botocore has no waiters for the service, or does not know it
            return None
        return next(
            (xform_name(model.get_waiter(n).operation) for n in model.waiter_names if xform_name(n) == name), None
        )

    def _defer(self, call: ast.Call, view: _View, found: set[str]) -> None:
        trigger = next((part.value for part in call.keywords if part.arg == "trigger"), None)
        name = _name(trigger.func) if isinstance(trigger, ast.Call) else ""
        if name not in self.classes:
            return
        hook = next((_made(node) for node in [self.member(name, "hook")] if isinstance(node, ast.FunctionDef)), None)
        start = self.member(name, "__init__")
        for part in ast.walk(start) if start is not None else ():
            if isinstance(part, ast.keyword) and part.arg == "waiter_name" and hook:
                self._wait(ast.Call(ast.Name("waiter"), [part.value], []), self.service(hook), found)
        self._enter(name, "run", _View(name, hook, {}, view.depth + 1), found)

    def _hook_of(self, node: ast.expr, view: _View) -> str | None:
        if isinstance(node, ast.Name):
            return view.hooks.get(node.id)
        if isinstance(node, ast.Call):
            node = node.func
            if isinstance(node, ast.Name) and node.id.endswith("Hook") and node.id in self.classes:
                return node.id
        if isinstance(node, ast.Attribute) and _name(node.value) == "self" and node.attr in ("hook", "get_hook"):
            return view.hook
        return None

    def _client(self, node: ast.expr, view: _View) -> str | None:
        """The service of an expression that is a client."""
        if isinstance(node, ast.Await):
            node = node.value
        if isinstance(node, ast.Name):
            return view.clients.get(node.id)
        if isinstance(node, ast.Call):
            if node.args or node.keywords:
                return None
            node = node.func
        if not isinstance(node, ast.Attribute) or node.attr not in _CLIENTS:
            return None
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            own = self.service(view.owner)
            return own or (self.service(view.hook) if node.attr == "client" and view.hook else None)
        target = self._hook_of(node.value, view)
        return self.service(target) if target is not None else None


def truth(test: ast.expr, given: Given) -> bool | None:
    """Whether a test holds, as far as the given arguments decide it."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = truth(test.operand, given)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        parts = [truth(value, given) for value in test.values]
        decisive = isinstance(test.op, ast.Or)
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    if isinstance(test, ast.Attribute) and _name(test.value) == "self":
        return given.get(test.attr)
    if isinstance(test, ast.Name):
        return given.get(test.id)
    return test.value if isinstance(test, ast.Constant) and isinstance(test.value, bool) else None


def certain_parts(body: list[ast.stmt], given: Given) -> Iterator[ast.stmt]:
    """The statements of a body that run in every case, in order; compound ones are replaced by what is sure in them."""
    for statement in body:
        taken = _taken(statement, given)
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                target = item.optional_vars or ast.Name("_")
                yield ast.copy_location(ast.Assign([target], item.context_expr), statement)
        if taken is not None:
            yield from certain_parts(taken, given)
        elif isinstance(statement, _COMPOUND):
            head = getattr(statement, "test", None) or getattr(statement, "iter", None)
            if head is not None:
                yield ast.copy_location(ast.Expr(head), statement)
        else:
            yield statement
        if any(_may_leave(part, given) for part in (taken if taken is not None else [statement])):
            return  # what follows runs in some cases only


def _taken(statement: ast.stmt, given: Given) -> list[ast.stmt] | None:
    """The body of a compound statement that surely runs."""
    if isinstance(statement, ast.If):
        holds = truth(statement.test, given)
        return None if holds is None else statement.body if holds else statement.orelse
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return statement.body
    if isinstance(statement, ast.Try) and all(isinstance(one.body[-1], ast.Raise) for one in statement.handlers):
        return [*statement.body, *statement.finalbody]
    return None


def certain_calls(statement: ast.AST) -> Iterator[ast.Call]:
    """The calls in a statement that are not behind `and`, `or`, `if` in an expression, or in a comprehension."""
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.BoolOp):
            yield from certain_calls(ast.Expr(node.values[0]))
        elif isinstance(node, ast.IfExp):
            yield from certain_calls(ast.Expr(node.test))
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            yield from certain_calls(node)
    if isinstance(statement, ast.Call):
        yield statement


def _may_leave(statement: ast.stmt, given: Given) -> bool:
    """Whether a run may end in a statement without a failure, by a branch that the given arguments leave open."""
    if isinstance(statement, ast.If):
        holds = truth(statement.test, given)
        bodies = (
            [statement.body, statement.orelse] if holds is None else [statement.body if holds else statement.orelse]
        )
        return any(_may_leave(part, given) for body in bodies for part in body)
    return any(_leaves(part) for part in ast.walk(statement))


def _leaves(node: ast.AST) -> bool:
    """Whether a run may end here without a failure: returned, deferred or skipped."""
    if isinstance(node, ast.Expr):
        node = node.value
    if isinstance(node, ast.Raise):
        return node.exc is not None and "Skip" in ast.dump(node.exc)
    return isinstance(node, ast.Return) or (isinstance(node, ast.Call) and _name(node.func) in ("defer", "_defer"))


def _holds(node: ast.ClassDef, call: ast.Call) -> bool:
    return any(part is call for part in ast.walk(node))


def _waiters(wheel: Path) -> dict[str, dict[str, str]]:
    """The operation of each waiter that the provider brings, by service and name."""
    found = {}
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            if path.startswith(f"{_PACKAGE}waiters/") and path.endswith(".json"):
                rows = json.loads(archive.read(path)).get("waiters", {})
                found[Path(path).stem] = {name: str(row["operation"]) for name, row in rows.items()}
    return found


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _sets_client_type(node: ast.keyword | ast.Assign) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg == "client_type"
    target = node.targets[0]
    if isinstance(target, ast.Subscript):
        return isinstance(target.slice, ast.Constant) and target.slice.value == "client_type"
    return isinstance(target, ast.Name) and target.id == "client_type"


def _made(function: ast.FunctionDef) -> str | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _name(node.func).endswith("Hook"):
            return _name(node.func)
    return None
