"""What a Python file sends to MWAA: requests by any library, their commands and tokens, and what becomes of replies."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from mwaa_doctor.models.endpoint_calls import Command, EndpointCall, is_shown, target_of
from mwaa_doctor.models.partial_text import GAP, PartialText, TextReader
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Call, Scope
from mwaa_doctor.models.value_flow import Use, ValueFlow
from mwaa_doctor.rule import Place

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_VERBS = frozenset({*_METHODS, "request", "urlopen", "Request"})
_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".on.aws")
TOKEN_CALLS = {"create_cli_token": "CliToken", "create_web_login_token": "WebToken"}


class PythonTalk:
    """What a Python file sends to MWAA."""

    def __init__(self, file: PythonFile) -> None:
        self.file = file
        self.applies = file.mentions(b"mwa", b"amazonaws")
        self.flow = ValueFlow(file)

    @property
    def is_run_by_hand(self) -> bool:
        """Whether somebody sees what the file prints."""
        return self.file.role == "script"

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
        target = target_of(address)
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
            elif isinstance(current, ast.Call):
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

    def undecoded_outputs(self, request: EndpointCall) -> Iterator[Place]:
        """Where ``stdout`` of the reply is shown or compared and surely was not decoded."""
        for use in request.reply:
            if use.kind == "key" and use.detail == "stdout":
                later = list(self.flow.uses(use.node))
                ends = [item for item in later if item.kind not in ("attribute", "key", "unused")]
                if ends and all(isinstance(item.node, ast.Compare) or is_shown(item.detail) for item in ends):
                    yield self.file.place_of(use.node)


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
