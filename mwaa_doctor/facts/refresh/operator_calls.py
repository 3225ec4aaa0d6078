"""The calls to AWS that every run of an operator surely makes, from the wheels of the amazon provider.

Syntax trees only. Followed are the statements of `execute` (sensors: `poke`) that run whatever the arguments are, into
methods of the class and of its hook. What stands behind a condition, a loop over values or an earlier way out, and what
is tried and recovered from, is not counted.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mwaa_doctor.facts.operator_calls import provider_version
from mwaa_doctor.facts.refresh.wheels import read_sources

OPERATOR_CALLS_FILE = "operator_calls.json"
_DISTRIBUTION = "apache-airflow-providers-amazon"
_PACKAGE = "airflow/providers/amazon/aws/"
_CLIENTS = ("conn", "client", "get_conn", "get_client_type")
_MAX_DEPTH = 6
_NOT_CALLS = ("get_waiter", "can_paginate", "generate_presigned_url", "close", "get_paginator", "exceptions", "meta")


@dataclass
class _Class:
    name: str
    module: str
    node: ast.ClassDef
    bases: list[str] = field(default_factory=list)


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

    def member(self, name: str, member: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """A method or property of a class, inherited ones as well."""
        for one in self.lineage(name):
            for node in one.node.body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == member:
                    return node
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

    def calls(self, name: str) -> set[str]:
        """`service.method` of the calls that every run of an operator surely makes."""
        found: set[str] = set()
        hook = self.hook(name)
        for entry in ("execute", "poke"):
            start = self.member(name, entry)
            if start is not None:
                self._follow(start, name, hook, found, 0)
                break
        return found

    def _follow(self, node: ast.AST, owner: str, hook: str | None, found: set[str], depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        clients: set[str] = set()
        hooks: dict[str, str] = {}
        for part in certain_parts(getattr(node, "body", [])):
            if isinstance(part, ast.Assign) and len(part.targets) == 1 and isinstance(part.targets[0], ast.Name):
                if self._is_client(part.value, owner, hook, clients, hooks):
                    clients.add(part.targets[0].id)
                elif self._hook_of(part.value, hook, hooks) is not None:
                    hooks[part.targets[0].id] = str(self._hook_of(part.value, hook, hooks))
            for call in certain_calls(part):
                self._note(call, owner, hook, clients, hooks, found, depth)

    def _note(
        self,
        call: ast.Call,
        owner: str,
        hook: str | None,
        clients: set[str],
        hooks: dict[str, str],
        found: set[str],
        depth: int,
    ) -> None:
        function = call.func
        if not isinstance(function, ast.Attribute):
            return
        mine = owner if self.service(owner) else hook
        if self._is_client(function.value, owner, hook, clients, hooks):
            service = self.service(mine) if mine else None
            if service and function.attr not in _NOT_CALLS:
                found.add(f"{service}.{function.attr}")
            return
        if isinstance(function.value, ast.Name) and function.value.id == "self":
            method = self.member(owner, function.attr)
            if method is not None and function.attr not in ("defer", "log"):
                self._follow(method, owner, hook, found, depth + 1)
            return
        target = self._hook_of(function.value, hook, hooks)
        if target is not None and target == hook:
            method = self.member(target, function.attr)
            if method is not None:
                self._follow(method, target, target, found, depth + 1)

    def _hook_of(self, node: ast.expr, hook: str | None, hooks: dict[str, str]) -> str | None:
        if isinstance(node, ast.Name):
            return hooks.get(node.id)
        if isinstance(node, ast.Call):
            node = node.func
        if isinstance(node, ast.Attribute) and _name(node.value) == "self" and node.attr in ("hook", "get_hook"):
            return hook
        return None

    def _is_client(
        self, node: ast.expr, owner: str, hook: str | None, clients: set[str], hooks: dict[str, str]
    ) -> bool:
        if isinstance(node, ast.Name):
            return node.id in clients
        if isinstance(node, ast.Call):
            if node.args or node.keywords:
                return False
            node = node.func
        if not isinstance(node, ast.Attribute) or node.attr not in _CLIENTS:
            return False
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return bool(self.service(owner)) or (node.attr == "client" and bool(hook))
        return hook is not None and self._hook_of(node.value, hook, hooks) == hook


def certain_parts(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body that run in every case, in order; compound ones are replaced by what is sure in them."""
    for statement in body:
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from certain_parts(statement.body)
        elif isinstance(statement, ast.Try):
            recovers = any(not isinstance(handler.body[-1], ast.Raise) for handler in statement.handlers)
            yield from () if recovers else certain_parts(statement.body)
        elif isinstance(statement, (ast.If, ast.For, ast.While, ast.AsyncFor, ast.Match, ast.FunctionDef)):
            head = getattr(statement, "test", None) or getattr(statement, "iter", None)
            if head is not None:
                yield ast.copy_location(ast.Expr(head), statement)
        else:
            yield statement
        if any(_leaves(part) for part in ast.walk(statement)):
            return  # what follows runs in some cases only


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


def _leaves(node: ast.AST) -> bool:
    """Whether a run may end here without a failure: returned, deferred or skipped."""
    if isinstance(node, ast.Raise):
        return node.exc is not None and "Skip" in ast.dump(node.exc)
    return isinstance(node, ast.Return) or (isinstance(node, ast.Call) and _name(node.func) == "defer")


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


def build_operator_calls(wheels: dict[str, Path], checked: str) -> str:
    """The JSON file: for each operator, sensor and transfer the IAM actions of its calls.

    `wheels` maps provider versions to wheels, oldest first. Each action has a list of the versions, by position, in
    which the operator surely needs it; `present` are the versions that have the operator.
    """
    names = action_names()
    rows: dict[str, dict[str, list[int]]] = {}
    for number, wheel in enumerate(wheels.values()):
        provider = Provider(wheel)
        for name, one in provider.classes.items():
            if not name.endswith(("Operator", "Sensor")) or "Base" in name:
                continue
            if not any(part in one.module for part in (".operators.", ".sensors.", ".transfers.")):
                continue
            rows.setdefault(name, {}).setdefault("present", []).append(number)
            for action in sorted({names.action(call) for call in provider.calls(name)}):
                rows[name].setdefault(action, []).append(number)
    head = {"source": "the wheels of apache-airflow-providers-amazon on PyPI", "checked": checked}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in {**head, "versions": list(wheels)}.items()]
    known = {name: row for name, row in sorted(rows.items()) if len(row) > 1}
    body = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in known.items())
    return "{" + ", ".join(lines) + ', "operators": {\n' + body + "\n}}\n"


@dataclass(frozen=True)
class _ActionNames:
    prefixes: dict[str, str]
    actions: dict[str, str]

    def action(self, call: str) -> str:
        """`stepfunctions.start_execution` gives `states:StartExecution`."""
        from botocore import xform_name
        from botocore.session import get_session

        service, _, method = call.partition(".")
        if call in self.actions:
            return self.actions[call]
        model = get_session().get_service_model(service)
        operation = next((name for name in model.operation_names if xform_name(name) == method), None)
        if operation is None:
            raise LookupError(f"{service} has no operation for `{method}`")
        return f"{self.prefixes.get(service, service)}:{operation}"


def action_names() -> _ActionNames:
    """How calls of boto3 become IAM actions, where it is not by name."""
    from mwaa_doctor.facts.reading import read_toml

    table = read_toml("aws_actions.toml")
    return _ActionNames(dict(table["prefixes"]), dict(table["actions"]))


def main(arguments: list[str] | None = None) -> int:
    """Write the file from a folder of wheels; returns the exit code."""
    import argparse

    from mwaa_doctor.facts.reading import knowledge_date
    from mwaa_doctor.facts.refresh.wheels import WheelCache
    from mwaa_doctor.facts.versions import releases

    parser = argparse.ArgumentParser(prog="python -m mwaa_doctor.facts.refresh.operator_calls", description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder of wheels; missing ones are downloaded")
    given = parser.parse_args(arguments)
    cache = WheelCache(given.cache)
    pins = {row.version: (provider_version(row.version), row.python) for row in releases()}
    found: dict[str, Path] = {}
    for version, python in pins.values():
        if version is None:
            continue
        cache.fetch([(_DISTRIBUTION, version)], ".".join(python.split(".")[:2]))
        wheel = cache.find(_DISTRIBUTION, version)
        if wheel is not None:
            found[version] = wheel
    ordered = dict(sorted(found.items(), key=lambda item: tuple(map(int, item[0].split(".")))))
    Path(__file__).parent.parent.joinpath(OPERATOR_CALLS_FILE).write_text(
        build_operator_calls(ordered, knowledge_date())
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
