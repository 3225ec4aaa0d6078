"""Which code runs functions that call the Airflow command line side by side."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.python_file import argument
from mwaa_doctor.models.python_talk import PythonTalk
from mwaa_doctor.models.scopes import Call, Scope

_POOLS = (
    "concurrent.futures.ThreadPoolExecutor().", "concurrent.futures.ProcessPoolExecutor().", "multiprocessing.Pool().",
    "concurrent.futures.thread.ThreadPoolExecutor().", "multiprocessing.pool.Pool().",
    "multiprocessing.pool.ThreadPool().",
)  # fmt: skip
_POOL_MAPS = frozenset({"map", "starmap", "imap", "imap_unordered", "map_async", "starmap_async"})
_STARTERS = frozenset({"threading.Thread", "multiprocessing.Process", "asyncio.gather"})
_LOCKS = ("threading.Lock", "threading.RLock", "threading.Semaphore", "threading.BoundedSemaphore", "asyncio.Semaphore",
          "asyncio.Lock", "multiprocessing.Lock", "multiprocessing.Semaphore")  # fmt: skip


def functions_with_cli_calls(talk: PythonTalk) -> frozenset[int]:
    """The functions, by ``id`` of their nodes, that call the command line endpoint, if only through others."""
    found = {
        id(scope.node)
        for item in talk.endpoint_calls
        if item.target == "cli" and item.call is not None and (scope := item.call.scope.function()) is not None
    }
    grown = bool(found)
    while grown:
        grown = False
        for call in talk.file.index.calls:
            outer = call.scope.function()
            if outer is None or id(outer.node) in found or not isinstance(call.node.func, ast.Name):
                continue
            if talk.defines(call.node.func, call.scope) in found:
                found.add(id(outer.node))
                grown = True
    return frozenset(found)


def parallel_cli_calls(talk: PythonTalk) -> Iterator[Call]:
    """The calls that run functions with command line calls side by side."""
    running = functions_with_cli_calls(talk)
    if not running or talk.file.calls(*_LOCKS):
        return
    for call in talk.file.index.calls:
        verb = getattr(call.node.func, "attr", "")
        if verb in ("expand", "expand_kwargs"):
            if _is_mapped(talk, call, running):
                yield call
            continue
        name = talk.file.name(call)
        many = verb in _POOL_MAPS or name == "asyncio.gather" or bool(talk.flow.loops(call.node))
        if not many or not (name.startswith(_POOLS) or name in _STARTERS):
            continue
        if _workers(talk, call) != 1 and any(_runs(talk, part, call.scope, running) for part in _given(call)):
            yield call


def _runs(talk: PythonTalk, part: ast.expr, scope: Scope, running: frozenset[int]) -> bool:
    if talk.defines(part, scope) in running:
        return True
    inner = (node for node in ast.walk(part) if isinstance(node, ast.Call))
    return any(
        talk.file.resolve(node.func, scope) == "asyncio.to_thread"
        and any(talk.defines(item, scope) in running for item in node.args[:1])
        for node in inner
    )


def _workers(talk: PythonTalk, call: Call) -> Any:
    receiver = getattr(call.node.func, "value", None)
    if isinstance(receiver, ast.Name):
        found = talk.file.names.lookup(receiver.id, call.scope, receiver.lineno, call.block)
        receiver = found.binding.value if found is not None else None
    if not isinstance(receiver, ast.Call):
        return None
    workers = argument(receiver, "max_workers", 0) or argument(receiver, "processes", 0)
    return talk.file.constant(workers, call.scope)


def _is_mapped(talk: PythonTalk, call: Call, running: frozenset[int]) -> bool:
    given = {keyword.arg for keyword in call.node.keywords}
    node: ast.AST = call.node.func
    while isinstance(node, (ast.Attribute, ast.Call)):
        if isinstance(node, ast.Call):
            given |= {keyword.arg for keyword in node.keywords}
            node = node.func
        else:
            node = node.value
    found = talk.file.names.lookup(node.id, call.scope) if isinstance(node, ast.Name) else None
    if found is None or id(found.binding.node) not in running:
        return False
    for decorator in getattr(found.binding.node, "decorator_list", ()):
        given |= {keyword.arg for keyword in getattr(decorator, "keywords", ())}
    return not given & {"max_active_tis_per_dag", "max_active_tis_per_dagrun", "task_concurrency", "pool"}


def _given(call: Call) -> list[ast.expr]:
    return [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
