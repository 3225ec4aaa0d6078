"""Calls of boto3 clients in Python code that surely go out with the credentials of the environment."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.models.python_file import PythonFile, argument, calls_in, runs_on_import
from mwaa_doctor.models.scopes import Block, Call, Scope

_CLIENTS = ("boto3.client", "boto3.Session().client", "boto3.session.Session().client")
_SESSIONS = ("boto3.Session", "boto3.session.Session")
_HOOKS = ("airflow:AwsBaseHook", "airflow:AwsGenericHook")
_HOOK_CALL = re.compile(r"airflow:(\w+Hook)\(\)\.(\w+)")
_HOOK_CLIENTS = ("get_conn", "conn", "get_client_type")
_HARMLESS = frozenset({"service_name", "region_name", "config", "verify", "use_ssl", "api_version"})
_OTHER_CREDENTIALS = (
    b"aws_access_key_id", b"aws_profile", b"aws_role_arn", b"aws_web_identity", b"aws_config_file", b"aws_endpoint_url",
    b"aws_shared_credentials", b"setup_default_session",
)  # fmt: skip
_RUN_BY_WORKER = frozenset({"PythonOperator", "BranchPythonOperator", "ShortCircuitOperator", "PythonSensor"})
_RUN_AS_TASK = frozenset({"task", "task.branch", "task.python", "task.sensor", "task.short_circuit"})


@dataclass(frozen=True)
class ClientCall:
    """A call of a client's method: the client's name for boto3, the method, and where it stands."""

    client: str
    method: str
    call: Call
    file: PythonFile

    def text(self, parameter: str) -> str | None:
        """The value of a parameter of the call, if it is a constant text."""
        value = self.file.constant(argument(self.call.node, parameter), self.call.scope)
        return value if isinstance(value, str) else None

    @property
    def region(self) -> str | None:
        """The Region given to the client; an empty string for none, ``None`` if it is computed."""
        made = _origin(self.file, getattr(self.call.node.func, "value", self.call.node), self.call)
        given = argument(made, "region_name", 1) if isinstance(made, ast.Call) else None
        if given is None:
            return ""
        value = self.file.constant(given, self.call.scope)
        return value if isinstance(value, str) else None


def runs_on_worker(operator: str) -> bool:
    """Whether the Python function of a task runs in the worker itself, with its credentials."""
    _, _, name = operator.partition("airflow:")
    return name in _RUN_AS_TASK or name in _RUN_BY_WORKER


def calls_of_task(file: PythonFile, function: Scope) -> Iterator[Call]:
    """The calls that a function makes in every run, itself or through plain functions of the same module."""
    if not may_call_aws(file):
        return
    seen: set[int] = set()
    waiting = [function]
    while waiting:
        scope = waiting.pop(0)
        if id(scope) in seen:
            continue
        seen.add(id(scope))
        for call in calls_in(scope):
            if not _is_certain(call):
                continue
            inner = file.plain_function(call.node.func.id) if isinstance(call.node.func, ast.Name) else None
            if inner is not None:
                waiting.append(inner)
            yield call


def calls_of_parse(file: PythonFile) -> Iterator[Call]:
    """The calls that every parse of a file makes at module level."""
    if may_call_aws(file):
        for call in file.index.scope.calls:
            if runs_on_import(call) and _is_certain(call):
                yield call


def may_call_aws(file: PythonFile) -> bool:
    """Whether a file names AWS, and no other credentials than those of the environment."""
    return file.mentions(b"boto3", b"amazon") and not file.mentions(*_OTHER_CREDENTIALS)


def hook_call(file: PythonFile, call: Call) -> tuple[str, str] | None:
    """The class and the method of a call on a hook of Airflow that works with the credentials of the environment."""
    found = _HOOK_CALL.fullmatch(file.name(call))
    if found is None or not isinstance(call.node.func, ast.Attribute):
        return None
    made = _origin(file, call.node.func.value, call)
    if not isinstance(made, ast.Call) or made.args or any(keyword.arg is None for keyword in made.keywords):
        return None
    return (found[1], found[2]) if _is_own(file, argument(made, "aws_conn_id"), call) else None


def client_call(file: PythonFile, call: Call) -> ClientCall | None:
    """The call, if it is one of a client with the credentials of the environment."""
    function = call.node.func
    if not isinstance(function, ast.Attribute):
        return None
    service = _service(file, function.value, call)
    if service is None:
        return None
    method = function.attr
    if method == "get_paginator":
        operation = file.constant(argument(call.node, "operation_name", 0), call.scope)
        method = operation if isinstance(operation, str) else ""
    return ClientCall(service, method, call, file)


def _service(file: PythonFile, node: ast.expr, call: Call) -> str | None:
    """The service of an expression that is a client with the credentials of the environment."""
    made = _origin(file, node, call)
    if isinstance(made, ast.Attribute) and made.attr in _HOOK_CLIENTS:
        return _hook_service(file, made.value, call)
    if not isinstance(made, ast.Call):
        return None
    if isinstance(made.func, ast.Attribute) and made.func.attr in _HOOK_CLIENTS and not made.args:
        return None if made.keywords else _hook_service(file, made.func.value, call)
    if file.resolve(made.func, call.scope) not in _CLIENTS or not _is_harmless(made):
        return None
    session = _origin(file, made.func.value, call) if isinstance(made.func, ast.Attribute) else None
    if isinstance(session, ast.Call) and not (_is_harmless(session) and not session.args):
        return None
    return _text(file, argument(made, "service_name", 0), call)


def _hook_service(file: PythonFile, node: ast.expr, call: Call) -> str | None:
    hook = _origin(file, node, call)
    if not isinstance(hook, ast.Call) or file.resolve(hook.func, call.scope) not in _HOOKS or hook.args:
        return None
    given = {keyword.arg for keyword in hook.keywords}
    connection = argument(hook, "aws_conn_id")
    if not given <= {"aws_conn_id", "client_type", *_HARMLESS}:
        return None
    if not _is_own(file, connection, call):
        return None
    return _text(file, argument(hook, "client_type"), call)


def _is_own(file: PythonFile, connection: ast.expr | None, call: Call) -> bool:
    """Whether a connection that is given, or none, means the execution role."""
    return connection is None or file.constant(connection, call.scope, "") in (None, "aws_default")


def _text(file: PythonFile, node: ast.expr | None, call: Call) -> str | None:
    value = file.constant(node, call.scope)
    return value if isinstance(value, str) else None


def _origin(file: PythonFile, node: ast.expr, call: Call) -> ast.expr:
    """What a name surely stands for, followed through assignments."""
    scope, block = call.scope, call.block
    for _ in range(4):
        if not isinstance(node, ast.Name):
            break
        found = file.names.lookup(node.id, scope, node.lineno, block)
        if found is None or not found.certain or found.binding.kind != "assign" or found.binding.value is None:
            break
        node, scope, block = found.binding.value, found.scope, found.binding.block
    return node


def _is_harmless(made: ast.Call) -> bool:
    """Whether the arguments of a client or session say nothing of credentials or another address."""
    return len(made.args) <= 2 and all(keyword.arg in _HARMLESS for keyword in made.keywords)


def _is_certain(call: Call) -> bool:
    """Whether a call is made whenever the code around it runs, and its failure is not caught."""
    if call.block is None:
        return True
    return not call.block.branches and not any(_recovers(block) for block in call.block.chain())


def _recovers(block: Block) -> bool:
    handlers = getattr(block.node, "handlers", ())
    return block.kind == "try" and any(not isinstance(part.body[-1], ast.Raise) for part in handlers)
