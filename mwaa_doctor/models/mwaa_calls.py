"""How code talks to MWAA: requests to the web server of an environment, from Python and from shell scripts.

Nothing is computed for a file that mentions neither MWAA nor a host of AWS.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.models.partial_text import GAP, PartialText, TextReader
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Call, Scope
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.value_flow import Use, ValueFlow
from mwaa_doctor.rule import Place

_HINT = re.compile(rb"mwa|amazonaws", re.IGNORECASE)
_TARGETS = (
    ("cli", re.compile(r"/aws_mwaa?/cli\b")),
    ("sso", re.compile(r"/aws-console-sso\b")),
    ("login", re.compile(r"/aws_mwaa/login\b")),
    (
        "rest",
        re.compile(
            r"/api/v[12]/(?:dags|dagRuns|pools|variables|connections|datasets|assets|importErrors|eventLogs|dagSources|"
            r"dagWarnings|dagStats|monitor|health|version|config|plugins|providers|backfills|roles|users)\b"
        ),
    ),
)
_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_VERBS = frozenset({*_METHODS, "request", "urlopen", "Request"})
_CHECKS = frozenset({
    "status_code", "status", "ok", "raise_for_status", "reason", "is_success", "is_error", "getcode", "code",
    "has_error", "error_for_status",
})  # fmt: skip
_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".on.aws")
_SHOWN = ("print", ".info", ".debug", ".warning", ".error", ".exception", "logging.", "sys.stdout.write", "pprint.")
_POOLS = (
    "concurrent.futures.ThreadPoolExecutor().", "concurrent.futures.ProcessPoolExecutor().", "multiprocessing.Pool().",
    "concurrent.futures.thread.ThreadPoolExecutor().", "multiprocessing.pool.Pool().",
    "multiprocessing.pool.ThreadPool().",
)  # fmt: skip
_POOL_MAPS = frozenset({"map", "starmap", "imap", "imap_unordered", "map_async", "starmap_async"})
_STARTERS = frozenset({"threading.Thread", "multiprocessing.Process", "asyncio.gather"})
_LOCKS = ("threading.Lock", "threading.RLock", "threading.Semaphore", "threading.BoundedSemaphore", "asyncio.Semaphore",
          "asyncio.Lock", "multiprocessing.Lock", "multiprocessing.Semaphore")  # fmt: skip
TOKEN_CALLS = {"create_cli_token": "CliToken", "create_web_login_token": "WebToken"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command for the Airflow command line of an environment, as far as the code shows it."""

    text: PartialText | None
    line: str
    place: Place

    @property
    def words(self) -> list[str]:
        """The words at the beginning that are known in full."""
        known, gap, _ = self.line.partition(GAP)
        words = known.split()
        return words[:-1] if gap and known[-1:] not in ("", " ") else words

    @property
    def is_complete(self) -> bool:
        """Whether the whole command is known."""
        return GAP not in self.line


@dataclass(frozen=True, eq=False)
class EndpointCall:
    """A request to the web server of an environment.

    ``target`` is ``cli``, ``login``, ``sso``, ``rest`` or ``invoke`` (the REST API through boto3).  ``method`` and
    ``headers`` (lower-case names) are ``None`` where they are not known; ``body_kind`` is ``text``, ``json``, ``form``,
    ``none`` or ``unknown``.
    """

    place: Place
    target: str
    url: str
    method: str | None
    headers: dict[str, str] | None
    body_kind: str
    commands: tuple[Command, ...]
    client: str = ""
    sends_web_token: bool = False
    skips_verification: bool = False
    call: Call | None = None
    code: PythonTalk | ShellTalk | None = field(default=None, repr=False)
    body_keys: frozenset[str] = frozenset()

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "requests to the web server of an environment"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[EndpointCall]:
        """The requests that a Python file or a shell script makes."""
        talk = talk_of(source)
        return talk.endpoint_calls if talk is not None else ()

    @property
    def is_plain_http(self) -> bool:
        """Whether the address begins with ``http://``."""
        return self.url.startswith("http://")

    @cached_property
    def reply(self) -> tuple[Use, ...]:
        """Every use of the reply that can be seen; empty for shell scripts."""
        return tuple(self.code.reply_of(self)) if isinstance(self.code, PythonTalk) else ()

    @property
    def reply_is_checked(self) -> bool:
        """Whether anything may look at the outcome: status, stderr, a test, or code that is not seen."""
        shown = 0
        for use in self.reply:
            if use.kind in ("test", "return", "other"):
                return True
            if (use.kind == "attribute" and use.detail in _CHECKS) or (use.kind == "key" and use.detail == "stderr"):
                return True
            if use.kind == "argument":
                if not is_shown(use.detail) and not _passes_on(use.detail):
                    return True
                shown += is_shown(use.detail)
        by_hand = isinstance(self.code, PythonTalk) and self.code.file.role == "script"
        return bool(shown) and by_hand

    @property
    def undecoded_outputs(self) -> Iterator[Place]:
        """Where ``stdout`` of the reply is shown or compared and surely was not decoded."""
        if not isinstance(self.code, PythonTalk):
            return
        for use in self.reply:
            if use.kind == "key" and use.detail == "stdout":
                later = list(self.code.flow.uses(use.node))
                ends = [item for item in later if item.kind not in ("attribute", "key", "unused")]
                if ends and all(isinstance(item.node, ast.Compare) or is_shown(item.detail) for item in ends):
                    yield self.code.file.place_of(use.node)


def is_shown(name: str) -> bool:
    """Whether a function only prints or logs its arguments."""
    return name == "print" or name.startswith(("logging.", "pprint.")) or name.endswith(_SHOWN[1:6])


def _passes_on(name: str) -> bool:
    return name in ("str", "dict", "repr", "bytes", "ast.literal_eval") or name.startswith(
        ("json.", "base64.", "codecs.")
    )


def talk_of(source: Any) -> PythonTalk | ShellTalk | None:
    """How a source talks to MWAA; ``None`` for a source that is no code."""
    if isinstance(source, (PythonFile, ShellScript)):
        known = source.__dict__.get("_mwaa_talk")
        if known is None:
            known = PythonTalk(source) if isinstance(source, PythonFile) else ShellTalk(source)
            source.__dict__["_mwaa_talk"] = known
        return known
    return None


# -- Python ------------------------------------------------------------------------------------------------------------


class PythonTalk:
    """What a Python file sends to MWAA."""

    def __init__(self, file: PythonFile) -> None:
        self.file = file
        self.applies = _HINT.search(file.source) is not None
        self.flow = ValueFlow(file)

    @cached_property
    def token_calls(self) -> list[Call]:
        """The calls of ``create_cli_token`` and ``create_web_login_token``, in source order."""
        if not self.applies:
            return []
        return [call for call in self.file.index.calls if _attribute(call) in TOKEN_CALLS]

    @cached_property
    def endpoint_calls(self) -> tuple[EndpointCall, ...]:
        """The requests to a web server of MWAA, in source order."""
        if not self.applies:
            return ()
        found = []
        for call in self.file.index.calls:
            verb = _attribute(call) or getattr(call.node.func, "id", "")
            if verb in _VERBS and (request := self._request(call, verb)) is not None:
                found.append(request)
            elif verb == "invoke_rest_api":
                found.append(self._invocation(call))
        return tuple(found)

    def _request(self, call: Call, verb: str) -> EndpointCall | None:
        name = self.file.name(call)
        given = _Arguments(call.node, name, verb)
        if given.url is None:
            return None
        address = self._text(given.url, call).text
        target = next((kind for kind, pattern in _TARGETS if pattern.search(address)), None)
        if target is None or (target == "rest" and not self._is_own_host(address)):
            return None
        if name.startswith("http.client.HTTPConnection()"):
            address = f"http://{GAP}{address}"
        headers = self._headers(given.headers, call)
        return EndpointCall(
            place=self.file.place_of(call.node),
            target=target,
            url=address,
            method=self._method(given, call, verb),
            headers=headers,
            body_kind=self._body_kind(given, call),
            commands=tuple(self._commands(given, call)) if target == "cli" else (),
            client=name or f".{verb}",
            sends_web_token=given.headers is not None and self._token(given.headers, call.scope) == "WebToken",
            skips_verification=any(
                item.arg in ("verify", "ssl") and self.file.constant(item.value, call.scope) is False
                for item in call.node.keywords
            ),
            call=call,
            code=self,
            body_keys=self._keys(given.json or given.body, call),
        )

    def _invocation(self, call: Call) -> EndpointCall:
        path, method = argument(call.node, "Path"), self.file.constant(argument(call.node, "Method"), call.scope)
        return EndpointCall(
            place=self.file.place_of(call.node),
            target="invoke",
            url=self._text(path, call).text if path is not None else GAP,
            method=method.upper() if isinstance(method, str) else None,
            headers=None,
            body_kind="json",
            commands=(),
            client="invoke_rest_api",
            call=call,
            code=self,
            body_keys=self._keys(argument(call.node, "Body"), call),
        )

    def _keys(self, node: ast.expr | None, call: Call) -> frozenset[str]:
        node, scope = self._assigned(node, call)
        if isinstance(node, ast.Call) and self.file.resolve(node.func, scope) == "json.dumps" and node.args:
            node = node.args[0]
        keys = node.keys if isinstance(node, ast.Dict) else ()
        return frozenset(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))

    def _assigned(self, node: ast.expr | None, call: Call) -> tuple[ast.expr | None, Scope]:
        """The expression that a variable surely holds, in place of its name; ``None`` if there may be others."""
        scope, block = call.scope, call.block
        for _ in range(5):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "encode":
                node = node.func.value
            if not isinstance(node, ast.Name):
                break
            found = self.file.names.lookup(node.id, scope, node.lineno, block)
            if found is None or not found.certain or found.binding.kind != "assign":
                return None, scope
            node, scope, block = found.binding.value, found.scope, found.binding.block
        return node, scope

    def _is_own_host(self, address: str) -> bool:
        host = re.match(r"https?://([^/]*)", address)
        if host is not None and GAP not in host.group(1):
            return "airflow" in host.group(1) and host.group(1).endswith(
                (".amazonaws.com", ".on.aws", ".amazonaws.com.cn")
            )
        return bool(self.token_calls)

    def _text(self, node: ast.expr, call: Call) -> PartialText:
        return TextReader(self.file).read(node, call.scope, call.block)

    def _method(self, given: _Arguments, call: Call, verb: str) -> str | None:
        if verb in _METHODS:
            return verb.upper()
        if given.method is not None:
            method = self.file.constant(given.method, call.scope)
            return method.upper() if isinstance(method, str) else None
        return "POST" if given.body is not None else "GET" if verb != "request" else None

    def _headers(self, node: ast.expr | None, call: Call) -> dict[str, str] | None:
        """The headers with their values (with gaps); ``None`` if there may be others."""
        if node is None:
            return {}
        scope, block = call.scope, call.block
        for _ in range(5):
            if not isinstance(node, ast.Name):
                break
            found = self.file.names.lookup(node.id, scope, node.lineno, block)
            if found is None or not found.certain or found.binding.value is None or found.binding.kind != "assign":
                return None
            node, scope, block = found.binding.value, found.scope, found.binding.block
            if self._is_changed(found.binding.node):
                return None
        if not isinstance(node, ast.Dict):
            return None
        headers: dict[str, str] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            name = self.file.constant(key, scope) if key is not None else None
            if not isinstance(name, str):
                return None
            headers[name.lower()] = TextReader(self.file).read(value, scope, block).text
        return headers

    def _is_changed(self, binding: ast.AST) -> bool:
        target = binding.targets[0] if isinstance(binding, ast.Assign) else getattr(binding, "target", None)
        if not isinstance(target, ast.Name):
            return True
        writes = (write[0].value for write in self.file.index.subscript_writes)
        if any(isinstance(value, ast.Name) and value.id == target.id for value in writes):
            return True
        return any(
            _attribute(call) in ("update", "setdefault") and getattr(call.node.func.value, "id", "") == target.id  # type: ignore[attr-defined]
            for call in self.file.index.calls
        )

    def _body_kind(self, given: _Arguments, call: Call) -> str:
        if given.json is not None:
            return "json"
        if given.body is None:
            return "none"
        node, scope = self._assigned(given.body, call)
        if isinstance(node, ast.Dict):
            return "form"
        if isinstance(node, ast.Call) and self.file.resolve(node.func, scope) in ("json.dumps", "orjson.dumps"):
            return "json"
        return "text" if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)) else "unknown"

    def whole_texts_with(self, word: str) -> Iterator[tuple[Place, str]]:
        """The texts (with gaps) that hold a word, each once and as a whole, wherever they are put together."""
        seen: set[int] = set()
        for text in self.file.texts if self.applies else ():
            if word not in text.value:
                continue
            node: ast.AST = text.node
            while isinstance(outer := self.flow.parent(node), (ast.JoinedStr, ast.BinOp, ast.FormattedValue)) or (
                isinstance(outer, (ast.Attribute, ast.Call)) and _is_formatting(outer, node)
            ):
                node = outer
            if id(node) not in seen and isinstance(node, ast.expr):
                seen.add(id(node))
                address = TextReader(self.file).read(node, text.scope, text.block).text
                if word in address:
                    yield self.file.place_of(node), address

    # -- commands ----------------------------------------------------------------------------------------------------

    def _commands(self, given: _Arguments, call: Call) -> Iterator[Command]:
        if given.body is None:
            return
        text = self._text(given.body, call)
        function = call.scope.function()
        first = text.parts[0].gap
        if isinstance(first, ast.Name) and function is not None and first.id in _parameters(function):
            for outer, bound in self._callers(function):
                command = TextReader(self.file, bound).read(given.body, call.scope, call.block)
                node = bound[first.id][0] if first.id in bound else outer.node
                yield Command(command, command.text, self.file.place_of(node))
        else:
            node = given.body if _within(given.body, text.node) or not hasattr(text.node, "lineno") else text.node
            yield Command(text, text.text, self.file.place_of(node))

    def _callers(self, function: Scope) -> Iterator[tuple[Call, dict[str, Any]]]:
        names = _parameters(function)
        node = function.node
        for call in self.file.index.calls:
            func, skip = call.node.func, 0
            if isinstance(func, ast.Name) and func.id == getattr(node, "name", ""):
                found = self.file.names.lookup(func.id, call.scope)
                if found is None or found.binding.node is not node:
                    continue
            elif isinstance(func, ast.Attribute) and func.attr == getattr(node, "name", "") and _is_method(function):
                skip = 0 if any(getattr(item, "id", "") == "staticmethod" for item in node.decorator_list) else 1
            else:
                continue
            bound: dict[str, Any] = {}
            for position, name in enumerate(names[skip:]):
                value = argument(call.node, name, position)
                if value is not None:
                    bound[name] = (value, call.scope, call.block)
            yield call, bound

    # -- functions that make requests ----------------------------------------------------------------------------------

    @cached_property
    def functions_with_cli_calls(self) -> frozenset[int]:
        """The functions, by ``id`` of their nodes, that call the command line endpoint, if only through others."""
        found = {
            id(scope.node)
            for item in self.endpoint_calls
            if item.target == "cli" and item.call is not None and (scope := item.call.scope.function()) is not None
        }
        grown = bool(found)
        while grown:
            grown = False
            for call in self.file.index.calls:
                outer = call.scope.function()
                if outer is None or id(outer.node) in found or not isinstance(call.node.func, ast.Name):
                    continue
                if self.defines(call.node.func, call.scope) in found:
                    found.add(id(outer.node))
                    grown = True
        return frozenset(found)

    @property
    def parallel_cli_calls(self) -> Iterator[Call]:
        """The calls that run functions with command line calls side by side."""
        running = self.functions_with_cli_calls
        if not running or self.file.calls(*_LOCKS):
            return
        for call in self.file.index.calls:
            verb = _attribute(call)
            if verb in ("expand", "expand_kwargs"):
                if self._is_mapped(call, running):
                    yield call
                continue
            name = self.file.name(call)
            many = verb in _POOL_MAPS or name == "asyncio.gather" or bool(self.flow.loops(call.node))
            if not many or not (name.startswith(_POOLS) or name in _STARTERS):
                continue
            if self._workers(call) != 1 and any(self._runs(part, call.scope, running) for part in _given(call)):
                yield call

    def _runs(self, part: ast.expr, scope: Scope, running: frozenset[int]) -> bool:
        if self.defines(part, scope) in running:
            return True
        inner = (node for node in ast.walk(part) if isinstance(node, ast.Call))
        return any(
            self.file.resolve(node.func, scope) == "asyncio.to_thread"
            and any(self.defines(item, scope) in running for item in node.args[:1])
            for node in inner
        )

    def _workers(self, call: Call) -> Any:
        receiver = getattr(call.node.func, "value", None)
        if isinstance(receiver, ast.Name):
            found = self.file.names.lookup(receiver.id, call.scope, receiver.lineno, call.block)
            receiver = found.binding.value if found is not None else None
        if not isinstance(receiver, ast.Call):
            return None
        workers = argument(receiver, "max_workers", 0) or argument(receiver, "processes", 0)
        return self.file.constant(workers, call.scope)

    def _is_mapped(self, call: Call, running: frozenset[int]) -> bool:
        given = {keyword.arg for keyword in call.node.keywords}
        node: ast.AST = call.node.func
        while isinstance(node, (ast.Attribute, ast.Call)):
            if isinstance(node, ast.Call):
                given |= {keyword.arg for keyword in node.keywords}
                node = node.func
            else:
                node = node.value
        found = self.file.names.lookup(node.id, call.scope) if isinstance(node, ast.Name) else None
        if found is None or id(found.binding.node) not in running:
            return False
        for decorator in getattr(found.binding.node, "decorator_list", ()):
            given |= {keyword.arg for keyword in getattr(decorator, "keywords", ())}
        return not given & {"max_active_tis_per_dag", "max_active_tis_per_dagrun", "task_concurrency", "pool"}

    def defines(self, node: ast.AST, scope: Scope) -> int:
        """The ``id`` of the function definition that a name stands for, or 0."""
        if not isinstance(node, ast.Name):
            return 0
        found = self.file.names.lookup(node.id, scope, node.lineno)
        return id(found.binding.node) if found is not None and found.binding.kind == "def" else 0

    # -- tokens and replies --------------------------------------------------------------------------------------------

    def _token(self, node: ast.AST, scope: Scope) -> str:
        """The key of the reply (``CliToken``) that an expression takes a token from, or an empty string."""
        return next((key for _, key in self.tokens_in(node, scope) if key), "")

    def tokens_in(self, node: ast.AST, scope: Scope) -> Iterator[tuple[ast.Call, str]]:
        """The calls for a token that an expression surely uses (or their whole reply), with the key that it reads."""
        todo: list[tuple[ast.AST, Scope, str]] = [(node, scope, "")]
        steps = 0
        while todo and steps < 200:
            steps += 1
            current, home, key = todo.pop()
            if isinstance(current, ast.Call) and _attribute_of(current) in TOKEN_CALLS:
                yield current, key
            elif isinstance(current, ast.Name):
                found = self.file.names.lookup(current.id, home, current.lineno)
                if found is not None and found.certain and found.binding.kind in ("assign", "with"):
                    value = found.binding.value
                    if value is not None and value is not current:
                        todo.append((value, found.scope, key))
            elif isinstance(current, ast.Subscript):
                name = self.file.constant(current.slice, home)
                if name != "WebServerHostname":
                    todo.append((current.value, home, name if name in ("CliToken", "WebToken") else key))
            elif isinstance(current, ast.Call) and current is not node:
                todo.extend((child, home, found_key) for child, found_key in self._kept_by(current, home, key))
            else:
                todo.extend((child, home, key) for child in ast.iter_child_nodes(current))

    def _kept_by(self, call: ast.Call, scope: Scope, key: str) -> Iterator[tuple[ast.AST, str]]:
        """The parts of a call whose text its result still holds."""
        if self.file.resolve(call.func, scope) in ("str", "dict", "repr", "json.dumps"):
            yield from ((part, key) for part in [*call.args, *(keyword.value for keyword in call.keywords)])
        elif isinstance(call.func, ast.Attribute) and call.func.attr in ("format", "join", "encode", "strip", "get"):
            if call.func.attr == "get":
                name = self.file.constant(call.args[0], scope) if call.args else None
                if name in ("CliToken", "WebToken"):
                    yield call.func.value, name
                return
            yield call.func.value, key
            yield from ((part, key) for part in [*call.args, *(keyword.value for keyword in call.keywords)])

    def reply_of(self, request: EndpointCall) -> Iterator[Use]:
        """The uses of a request's reply."""
        assert request.call is not None
        node: ast.AST = request.call.node
        if request.client.startswith("http.client.") or request.client == ".request":
            connection = getattr(request.call.node.func, "value", None)
            answers = [
                call.node
                for call in self.file.index.calls
                if _attribute(call) == "getresponse"
                and call.scope.function() is request.call.scope.function()
                and ast.dump(call.node.func.value) == ast.dump(connection)  # type: ignore[attr-defined,arg-type]
            ]
            if answers:
                for answer in answers:
                    yield from self.flow.uses(answer)
                return
        if request.client == "urllib.request.Request":
            for use in self.flow.uses(node):
                if use.kind == "argument" and use.detail == "urllib.request.urlopen":
                    yield Use("attribute", use.node, "status")
                else:
                    yield use
            return
        if request.client == "urllib.request.urlopen":
            yield Use("attribute", node, "status")
        yield from self.flow.uses(node)


def _given(call: Call) -> list[ast.expr]:
    return [*call.node.args, *(keyword.value for keyword in call.node.keywords)]


class _Arguments:
    """The parts of a request among the arguments of a call, by the habits of the library."""

    def __init__(self, node: ast.Call, name: str, verb: str) -> None:
        first = name.partition(".")[0]
        self.method: ast.expr | None = None
        self.json: ast.expr | None = argument(node, "json")
        self.headers: ast.expr | None = argument(node, "headers")
        self.body: ast.expr | None = None
        if verb in ("urlopen", "Request"):
            self.url = argument(node, "url", 0) or argument(node, "fullurl", 0)
            self.body = argument(node, "data", 1)
            self.method = argument(node, "method", 5)
            if verb == "Request":
                self.headers = self.headers or argument(node, "headers", 2)
        elif verb == "request":
            self.method, self.url = argument(node, "method", 0), argument(node, "url", 1)
            self.body = argument(node, "data") or argument(node, "body") or argument(node, "content")
            if first == "http":
                self.body, self.headers = argument(node, "body", 2), argument(node, "headers", 3)
            elif self.body is None and not name and len(node.args) > 2:
                self.body, self.headers = node.args[2], self.headers or argument(node, "headers", 3)
        else:
            self.url = argument(node, "url", 0)
            position = 1 if first == "requests" and verb in ("post", "put", "patch") else -1
            self.body = argument(node, "data", position) or argument(node, "content") or argument(node, "body")


def _is_formatting(outer: ast.Attribute | ast.Call, node: ast.AST) -> bool:
    if isinstance(outer, ast.Attribute):
        return outer.attr == "format"
    return outer.func is node


def _attribute(call: Call) -> str:
    return _attribute_of(call.node)


def _attribute_of(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _parameters(function: Scope) -> list[str]:
    args = function.node.args
    return [item.arg for item in [*args.posonlyargs, *args.args, *args.kwonlyargs]]


def _is_method(function: Scope) -> bool:
    return function.parent is not None and function.parent.kind == "class"


def _within(outer: ast.expr, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


# -- shell -------------------------------------------------------------------------------------------------------------

_CURL = re.compile(r"(?:^|[\s;|&(`])curl\s")
_SHOWS = re.compile(r"\s*(?:echo|printf)\s")
_ASSIGNMENT = re.compile(
    r"\s*(?:export\s+|local\s+|readonly\s+)?([A-Za-z_]\w*)=(\"(?:[^\"$`]|\$(?!\())*\"|'[^']*'|[^\s;&|\"'`()]+)\s*(?:#.*)?$"
)
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*|\d+)[^}]*\}|([A-Za-z_]\w*|[\d@*?#]))")
_BODY_FLAGS = frozenset({"-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json"})
_WITH_VALUE = _BODY_FLAGS | {"-X", "--request", "-H", "--header", "-o", "--output", "-w", "--write-out", "--url", "-m"}
_WITH_VALUE |= {"--max-time", "--retry", "-u", "--user", "--connect-timeout", "-b", "--cookie", "-c", "-A", "--tls-max"}


class ShellTalk:
    """What a shell script sends to MWAA with curl."""

    def __init__(self, script: ShellScript) -> None:
        self.script = script
        self.applies = _HINT.search(script.text.encode("utf-8", errors="replace")) is not None

    @cached_property
    def endpoint_calls(self) -> tuple[EndpointCall, ...]:
        """The curl commands that name a web server of MWAA, in order."""
        return tuple(self._read()) if self.applies else ()

    def _read(self) -> Iterator[EndpointCall]:
        values: dict[str, str] = {}
        for line, text in self.script.commands():
            assigned = _ASSIGNMENT.fullmatch(text)
            if assigned:
                values[assigned.group(1)] = _filled_in(assigned.group(2).strip("\"'"), values)
            for match in _CURL.finditer(text) if _SHOWS.match(text) is None else ():
                request = self._request(line, shell_words(text, match.end()), values)
                if request is not None:
                    yield request

    def _request(self, line: int, words: list[str], values: dict[str, str]) -> EndpointCall | None:
        options, plain = _split_options([_filled_in(word, values) for word in words])
        address = next((word for word in [*plain, *options.get("--url", [])] if "/" in word), "")
        target = next((kind for kind, pattern in _TARGETS if pattern.search(address)), None)
        if target is None or (target == "rest" and "create-web-login-token" not in self.script.text):
            return None
        bodies = [body for flag in _BODY_FLAGS for body in options.get(flag, [])]
        methods = [*options.get("-X", []), *options.get("--request", [])]
        headers = {}
        for header in [*options.get("-H", []), *options.get("--header", [])]:
            name, _, value = header.partition(":")
            headers[name.strip().lower()] = value.strip()
        place = self.script.place_of(line)
        return EndpointCall(
            place=place,
            target=target,
            url=address,
            method=methods[0].upper() if methods else "POST" if bodies else "GET",
            headers=None if any(GAP in name for name in headers) else headers,
            body_kind="json" if "--json" in options else "text" if bodies else "none",
            commands=tuple(Command(None, body, place) for body in bodies[:1]) if target == "cli" else (),
            client="curl",
            skips_verification="-k" in options or "--insecure" in options,
            code=self,
        )


def _filled_in(word: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values.get(match.group(1) or match.group(2), GAP), word)


def _split_options(words: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    options: dict[str, list[str]] = {}
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in _WITH_VALUE:
            options.setdefault(word, []).append(next(rest, ""))
        elif word.startswith("--") and equals and name in _WITH_VALUE:
            options.setdefault(name, []).append(value)
        elif word.startswith("-X") and len(word) > 2:
            options.setdefault("-X", []).append(word[2:])
        elif word.startswith("--"):
            options.setdefault(name, []).append(value)
        elif word.startswith("-") and len(word) > 1:
            for position, letter in enumerate(word[1:], 1):
                flag = f"-{letter}"
                if flag in _WITH_VALUE:
                    value = word[position + 1 :] or next(rest, "")
                    options.setdefault(flag, []).append(value)
                    break
                options.setdefault(flag, []).append("")
        else:
            plain.append(word)
    return options, plain


def shell_words(text: str, start: int = 0) -> list[str]:
    """The words of a simple command from a position to its end, without quotes; variables stay as they are."""
    words: list[str] = []
    current: str | None = None
    quote, depth, position = "", 0, start
    while position < len(text):
        char = text[position]
        position += 1
        if char == "\\" and quote != "'" and position < len(text):
            current = (current or "") + text[position]
            position += 1
        elif quote:
            if char == quote and not depth:
                quote = ""
            else:
                depth += (char == "(" and text[position - 2] == "$") - (char == ")" and depth > 0)
                current = (current or "") + char
        elif char in "\"'":
            quote, current = char, current or ""
        elif char == "$" and text[position : position + 1] == "(":
            end = _end_of_substitution(text, position + 1)
            current = (current or "") + GAP
            position = end
        elif char.isspace():
            if current is not None:
                words.append(current)
            current = None
        elif char in "|;&)" or (char == "#" and current is None):
            break
        elif char == ">" or char == "<":
            current = (current or "") + char
        else:
            current = (current or "") + char
    if current is not None:
        words.append(current)
    return words


def _end_of_substitution(text: str, position: int) -> int:
    depth = 1
    while position < len(text) and depth:
        depth += (text[position] == "(") - (text[position] == ")")
        position += 1
    return position
