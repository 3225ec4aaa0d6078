"""The keyword arguments of classes and functions, as written down in one place of the source.

A description is a text: the bases, a bar, then what the constructor accepts (nothing, not even the bar, if the class
has none of its own). `name` is an optional keyword, `name!` a required one, `name~` a deprecated one. `-name` is
passed on by the constructor itself, so that a caller may not. The rest of **kwargs goes `**super` to the next class,
`**=Name` to that class or function, or `**any` to where everything is accepted. `@` marks fields of attrs or
dataclasses, which add to those of the bases, `@@` such a class that writes its own constructor. The reader of these
texts is mwaa_doctor.facts.parameters.

`**>Class.method:argument` hands **kwargs to a helper that may take keys out; the surface has those keys instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

HARMLESS_DECORATORS = {"apply_defaults", "deprecated", "override", "no_type_check", "wraps", "typing_override"}
FIELD_CLASSES = {"dataclass", "define", "frozen", "mutable", "s", "attrs", "attributes"}
FIELD_MAKERS = {"field", "ib", "attrib"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def describe_class(node: ast.ClassDef, body: list[ast.stmt]) -> str:
    """Bases and constructor of a class whose `body` holds only what the image's versions leave of it."""
    bases = ",".join(_dotted(base) for base in node.bases)
    if "__init__" in _assigned(body):
        return f"{bases}|**any"
    functions = [part for part in body if isinstance(part, ast.FunctionDef)]
    written = [part for part in functions if part.name == "__init__"] or [
        part for part in functions if part.name == "__new__"
    ]
    written = [part for part in written if not _decorators(part) & {"overload"}]
    if written:
        tokens = _constructor(written[-1])
        return f"{bases}|{' '.join(['@@', *tokens] if _field_class(node) else tokens)}"
    kind = _field_class(node)
    if kind == "without":
        return f"{bases}|**any"
    if kind:
        return f"{bases}|{' '.join(['@', *_fields(body, kind)])}"
    return bases


def describe_function(node: Function) -> str:
    """What a function accepts by keyword, and where its **kwargs go."""
    tokens = list(_own(node.args, method=False, deprecated=_deprecated(node)))
    if node.args.kwarg:
        tokens += _forwarded(node, node.args.kwarg.arg)
    return " ".join(tokens)


def _constructor(node: ast.FunctionDef) -> list[str]:
    tokens = list(_own(node.args, method=True, deprecated=_deprecated(node)))
    if _decorators(node) - HARMLESS_DECORATORS:
        return [*tokens, "**any"]
    return tokens + _kwargs_of_constructor(node, node.args.kwarg.arg) if node.args.kwarg else tokens


def _own(arguments: ast.arguments, *, method: bool, deprecated: set[str]) -> Iterator[str]:
    plain = [*arguments.posonlyargs, *arguments.args]
    with_default = {item.arg for item in plain[len(plain) - len(arguments.defaults) :]} if arguments.defaults else set()
    with_default |= {
        item.arg
        for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    }
    skipped = {item.arg for item in arguments.posonlyargs} | ({plain[0].arg} if method and plain else set())
    for item in [*plain, *arguments.kwonlyargs]:
        if item.arg not in skipped:
            mark = "~" if item.arg in deprecated else "" if item.arg in with_default else "!"
            yield item.arg + mark


def _kwargs_of_constructor(node: ast.FunctionDef, kwargs: str) -> list[str]:
    """Follows **kwargs through a constructor; any use that is not understood means that anything may be accepted."""
    tokens: list[str] = []
    deprecated = _deprecated(node)
    understood: set[int] = set()
    passed_on: set[str] = set()
    targets: list[str] = []
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(attr="__init__", value=owner), keywords=keywords):
                if any(_is_name(keyword.value, kwargs) and keyword.arg is None for keyword in keywords):
                    targets.append("**super" if _is_super(owner) else f"**={_dotted(owner)}")
                    passed_on |= {keyword.arg for keyword in keywords if keyword.arg}
                    understood |= {id(keyword.value) for keyword in keywords}
            case ast.If(test=test, body=body) if _refuses(test, body, kwargs):
                understood |= {id(use) for use in ast.walk(part) if isinstance(use, ast.Name)}
                targets.append("")
            case ast.Call(
                func=ast.Attribute() as called,
                keywords=[*_, ast.keyword(arg=str(given), value=ast.Name(id=name) as bag)],
            ) if name == kwargs:
                tokens.append(f"**>{_dotted(called)}:{given}")
                understood.add(id(bag))
            case ast.Call() | ast.Subscript() | ast.Compare():
                use, key = _single_use(part)
                if use is not None and use.id == kwargs:
                    understood.add(id(use))
                    if key and not key.startswith("_"):  # Airflow's own begin so: _airflow_mapped_validation_only
                        tokens.append(key + ("~" if key in deprecated else ""))
    open_ended = any(_is_name(part, kwargs) and id(part) not in understood for part in ast.walk(node))
    if open_ended or not targets:
        return [*tokens, "**any"]
    tokens += [f"-{name}" for name in sorted(passed_on)]
    return list(dict.fromkeys([*tokens, *sorted(filter(None, targets))]))


def describe_helpers(node: ast.ClassDef) -> dict[str, str]:
    """The methods of a class that take keys out of a dict they are given: `Class.method:argument` to those keys."""
    found = {}
    for method in node.body:
        if not isinstance(method, ast.FunctionDef):
            continue
        deprecated = _deprecated(method)
        uses = [_single_use(part) for part in ast.walk(method) if isinstance(part, ast.Call)]
        for argument in (item.arg for item in [*method.args.args, *method.args.kwonlyargs]):
            keys = [key + "~" * (key in deprecated) for use, key in uses if use is not None and use.id == argument]
            if keys and sum(_is_name(part, argument) for part in ast.walk(method)) == len(keys):
                found[f"{node.name}.{method.name}:{argument}"] = " ".join(keys)
    return found


def _single_use(part: ast.Call | ast.Subscript | ast.Compare) -> tuple[ast.Name | None, str]:
    """The dict that one key is taken from, looked up in or stored to, and the key if it is taken out or read."""
    match part:
        case ast.Call(
            func=ast.Attribute(attr="pop" | "get" | "setdefault", value=ast.Name() as use),
            args=[ast.Constant(value=key), *_],
        ):
            return use, str(key)
        case ast.Call(func=ast.Attribute(attr="update", value=ast.Name() as use)):
            return use, ""
        case ast.Subscript(value=ast.Name() as use, slice=ast.Constant(value=str(key)), ctx=context):
            return use, "" if isinstance(context, ast.Store) else key
        case ast.Compare(left=ast.Constant(), ops=[ast.In() | ast.NotIn()], comparators=[ast.Name() as use]):
            return use, ""
    return None, ""


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _dotted(node.func) == "super"


def _refuses(test: ast.expr, body: list[ast.stmt], kwargs: str) -> bool:
    """`if kwargs: raise ...`, possibly behind the option allow_illegal_arguments, which MWAA does not set."""
    return _is_name(test, kwargs) and any(isinstance(part, ast.Raise) for line in body for part in ast.walk(line))


def _forwarded(node: Function, kwargs: str) -> list[str]:
    tokens: list[str] = []
    renamed = {item.arg: _dotted(default) for item, default in _defaults(node.args)}
    for part in ast.walk(node):
        match part:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=source)) if source in renamed:
                renamed[name] = renamed[source]
            case ast.Call(func=called, keywords=keywords) if any(
                keyword.arg is None and _is_name(keyword.value, kwargs) for keyword in keywords
            ):
                given = {keyword.arg: keyword.value for keyword in keywords if keyword.arg}
                target = (
                    _dotted(given["decorated_operator_class"])
                    if "decorated_operator_class" in given
                    else _dotted(called)
                )
                target = renamed.get(target, target)
                if target == "?" or "(" in target:
                    return [*tokens, "**any"]
                tokens += [f"-{name}" for name in sorted(given)]
                tokens.append(f"**{'~' if 'decorated_operator_class' in given else '='}{target}")
            case ast.Call(
                func=ast.Attribute(attr="pop" | "get", value=ast.Name(id=name)), args=[ast.Constant(value=str(key)), *_]
            ):
                if name == kwargs:
                    tokens.append(key)
    return (
        list(dict.fromkeys(tokens)) if any(token.startswith(("**=", "**~")) for token in tokens) else [*tokens, "**any"]
    )


def _defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr]]:
    plain = [*arguments.posonlyargs, *arguments.args]
    if arguments.defaults:
        yield from zip(plain[-len(arguments.defaults) :], arguments.defaults, strict=True)
    for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield item, default


def _deprecated(node: Function) -> set[str]:
    """The keywords whose use makes the function warn that they are deprecated."""
    known = {item.arg for item in [*node.args.args, *node.args.kwonlyargs]}
    kwargs = node.args.kwarg.arg if node.args.kwarg else ""
    found = set()
    for part in ast.walk(node):
        if not isinstance(part, ast.If):
            continue
        warning = next(
            (line.value for line in part.body if isinstance(line, ast.Expr) and _warns_of_deprecation(line.value)), None
        )
        if warning is None or not _asks_for_presence(part.test, kwargs):
            continue
        named = [use.id for use in ast.walk(part.test) if isinstance(use, ast.Name) and use.id in known]
        if kwargs and any(_is_name(use, kwargs) for use in ast.walk(part.test)):
            named += [
                use.value for use in ast.walk(part.test) if isinstance(use, ast.Constant) and isinstance(use.value, str)
            ]
        named = list(dict.fromkeys(named))
        if len(named) > 1:
            message = ast.unparse(warning)
            places = {name: message.find(name) for name in named if name in message}
            named = [min(places, key=lambda name: places[name])] if places else []
        found.update(named)
    return found


def _asks_for_presence(test: ast.expr, kwargs: str) -> bool:
    """Whether `test` only asks if arguments were given; one that looks at their values deprecates values, not names."""
    for part in ast.walk(test):
        match part:
            case ast.Call(func=ast.Attribute(attr="get" | "pop", value=owner)) if kwargs and _is_name(owner, kwargs):
                continue
            case ast.Call():
                return False
            case ast.Compare(ops=ops, comparators=comparators):
                for op, right in zip(ops, comparators, strict=True):
                    asked_of_kwargs = isinstance(op, ast.In) and bool(kwargs) and _is_name(right, kwargs)
                    sentinel = ast.unparse(right) in {"None", "NOTSET", "True", "False"}
                    if not (asked_of_kwargs or (sentinel and not isinstance(op, ast.In | ast.NotIn))):
                        return False
    return True


def _warns_of_deprecation(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or _dotted(node.func) not in {"warnings.warn", "warn"}:
        return False
    text = " ".join(ast.unparse(item) for item in [*node.args[1:], *(keyword.value for keyword in node.keywords)])
    return "Deprecat" in text or "RemovedIn" in text


def _field_class(node: ast.ClassDef) -> str:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = _dotted(called)
        if name.rsplit(".", 1)[-1] not in FIELD_CLASSES or name == "s":
            continue
        options = (
            {keyword.arg: keyword.value for keyword in decorator.keywords} if isinstance(decorator, ast.Call) else {}
        )
        without = options.get("init")
        if isinstance(without, ast.Constant) and without.value is False:
            return "without"
        return "dataclass" if name.endswith("dataclass") and not name.startswith("attr") else "attrs"
    return ""


def _fields(body: list[ast.stmt], kind: str) -> Iterator[str]:
    for part in body:
        match part:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                if "ClassVar" in ast.unparse(annotation) or ast.unparse(annotation).endswith("KW_ONLY"):
                    continue
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
                if kind == "dataclass" or _dotted(value.func).rsplit(".", 1)[-1] not in FIELD_MAKERS:
                    continue
            case _:
                continue
        options: dict[str | None, ast.expr] = {}
        if isinstance(value, ast.Call) and _dotted(value.func).rsplit(".", 1)[-1] in FIELD_MAKERS:
            options = {keyword.arg: keyword.value for keyword in value.keywords}
            required = not ({"default", "default_factory", "factory"} & options.keys() or value.args)
        else:
            required = value is None
        without, alias = options.get("init"), options.get("alias")
        if isinstance(without, ast.Constant) and without.value is False:
            continue
        name = name.lstrip("_") if kind == "attrs" else name
        name = alias.value if isinstance(alias, ast.Constant) and isinstance(alias.value, str) else name
        yield name + ("!" if required and name not in _default_methods(body) else "")


def _default_methods(body: list[ast.stmt]) -> set[str]:
    """Fields that get their default from a method decorated with `@field.default`."""
    return {
        _dotted(decorator.value).lstrip("_")
        for part in body
        if isinstance(part, ast.FunctionDef)
        for decorator in part.decorator_list
        if isinstance(decorator, ast.Attribute) and decorator.attr == "default"
    }


def _assigned(body: list[ast.stmt]) -> set[str]:
    return {
        target.id
        for part in body
        if isinstance(part, ast.Assign)
        for target in part.targets
        if isinstance(target, ast.Name)
    }


def _decorators(node: Function) -> set[str]:
    called = (item.func if isinstance(item, ast.Call) else item for item in node.decorator_list)
    return {_dotted(item).rsplit(".", 1)[-1] for item in called}


def _dotted(node: ast.expr) -> str:
    """`a.b.C` of a name, an attribute or a subscripted one; `?` for everything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return "?" if (owner := _dotted(value)) == "?" else f"{owner}.{name}"
        case ast.Subscript(value=value):
            return _dotted(value)
    return "?"


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
