"""Names that a module offers without binding them: PEP 562 `__getattr__`, lazy imports, tables of deprecated names.

Airflow has three habits, all read here from literals: a dict of lazy imports that `__getattr__` looks up, comparisons
of the asked name with constants, and `airflow.utils.deprecation_tools.add_deprecated_classes`, which also makes
modules that have no file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Table = dict[str, str]
"""Name to target; an empty target where the code does not say it."""


@dataclass(slots=True)
class LazyNames:
    """What `__getattr__` gives: `plain` names, `deprecated` names, beginnings of names; `closed` if that is all."""

    plain: Table = field(default_factory=dict)
    deprecated: Table = field(default_factory=dict)
    prefixes: list[str] = field(default_factory=list)
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name to the places that are tried one after the other."""
    closed: bool = True


def absolute(module: str, package: str) -> str:
    """`.models.dag` seen from `package` as an absolute module name."""
    dots = len(module) - len(module.lstrip("."))
    if not dots:
        return module
    parts = package.split(".")[: len(package.split(".")) - dots + 1]
    return ".".join([*parts, module[dots:]]) if module[dots:] else ".".join(parts)


def literal_tables(body: list[ast.stmt]) -> dict[str, ast.expr]:
    """The module's dicts, sets, lists and tuples by the name that they are assigned to."""
    tables: dict[str, ast.expr] = {}
    for node in body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                if isinstance(value, ast.Dict | ast.Set | ast.List | ast.Tuple):
                    tables[name] = value
    return tables


def deprecated_modules(body: list[ast.stmt], module: str) -> dict[str, Table]:
    """The tables of every `add_deprecated_classes` call of `module`: module name to its names and their targets."""
    tables = literal_tables(body)
    found: dict[str, Table] = {}
    for node in body:
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
            continue
        call = node.value
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called != "add_deprecated_classes":
            continue
        given = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "module_imports"), None)
        if isinstance(given, ast.Name):
            given = tables.get(given.id)
        if not isinstance(given, ast.Dict):
            found.setdefault(module, {})["*"] = ""
            continue
        for key, value in zip(given.keys, given.values, strict=True):
            name = module if isinstance(key, ast.Name) else f"{module}.{_text(key)}"
            found.setdefault(name, {}).update(_strings(value))
    return found


def lazy_names(function: ast.FunctionDef, body: list[ast.stmt], package: str) -> LazyNames:
    """What the module-level `__getattr__` called `function` gives."""
    reader = _GetattrReader(function, body, package)
    for node in ast.walk(function):
        match node:
            case ast.Compare(left=ast.Name(id=left), ops=[_], comparators=[right]) if left == reader.asked:
                reader.compared(right)
            case (
                ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="get"))
                | ast.Subscript(value=ast.Name(id=table), ctx=ast.Load())
            ):
                reader.looked_up(table, node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=value), attr="startswith"), args=[prefix]):
                if value == reader.asked and not _text(prefix).startswith("__"):
                    reader.names.prefixes.append(_text(prefix))
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=holder), ast.Name(id=value), *_]):
                if value == reader.asked and reader.empty and holder not in {"mod", "module"}:
                    reader.names.closed = False
    if reader.empty and not reader.names.prefixes:
        reader.names.closed = False
    return reader.names


class _GetattrReader:
    """Collects names while the body of one `__getattr__` is walked."""

    def __init__(self, function: ast.FunctionDef, body: list[ast.stmt], package: str) -> None:
        self.asked = function.args.args[0].arg if function.args.args else ""
        self.names = LazyNames(closed=_raises_attribute_error(function))
        self._warns = any(isinstance(node, ast.Attribute) and node.attr == "warn" for node in ast.walk(function))
        self._tables = literal_tables(body)
        self._template = _template(function, self.asked)
        self._imported = _imports(function, package)
        self._package = package

    @property
    def empty(self) -> bool:
        """Whether no name was found so far."""
        return not (self.names.plain or self.names.deprecated)

    def compared(self, right: ast.expr) -> None:
        """`name == right` or `name in right`."""
        if isinstance(right, ast.Name) and right.id in self._tables:
            self._add_table(self._tables[right.id])
        elif isinstance(right, ast.Name | ast.Attribute):
            self.names.closed = False
        else:
            for text in _constants(right):
                self._add(text, self._imported.get(text) or self._template.replace("{}", text), self._warns)

    def looked_up(self, table: str, node: ast.AST) -> None:
        """`table[name]` or `table.get(name)`."""
        if table in self._tables:
            self._add_table(self._tables[table])
        elif _mentions(node, self.asked) and table != self.asked:
            self.names.closed = False

    def _add(self, name: str, target: str, deprecated: bool) -> None:
        (self.names.deprecated if deprecated else self.names.plain)[name] = target

    def _add_table(self, table: ast.expr) -> None:
        if not isinstance(table, ast.Dict):
            for text in _constants(table):
                self._add(text, self._template.replace("{}", text), self._warns)
            return
        for key, value in zip(table.keys, table.values, strict=True):
            name = _text(key)
            if not name:
                self.names.closed = False
            elif isinstance(value, ast.Tuple):
                self._add_row(name, [part.value if isinstance(part, ast.Constant) else None for part in value.elts])
            else:
                path = _text(value)
                self._add(name, f"{absolute(path, self._package)}.{name}" if path else "", self._warns)

    def _add_row(self, name: str, row: list[object]) -> None:
        """A row of airflow.__init__: (module, attribute or "", deprecated); later parts may be left out."""
        path, attribute = row[0], row[1] if len(row) > 1 else name
        target = absolute(path, self._package) + (f".{attribute}" if attribute else "") if isinstance(path, str) else ""
        self._add(name, target, bool(row[2]) if len(row) > 2 else self._warns)


def fallback_imports(call: ast.expr, body: list[ast.stmt]) -> LazyNames:
    """What `__getattr__ = create_module_getattr(...)` of the common.compat provider gives.

    The tables may grow under conditions, so there may always be more names than these.
    """
    tables = literal_tables(body)
    names = LazyNames(closed=False)
    for keyword in call.keywords if isinstance(call, ast.Call) else ():
        table = tables.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else keyword.value
        for key, value in zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ():
            name, paths = _text(key), list(_constants(value))
            if keyword.arg == "module_map":
                names.alternatives[name] = tuple(paths)
            elif keyword.arg == "rename_map" and len(paths) == 3:
                names.alternatives[name] = (f"{paths[0]}.{name}", f"{paths[1]}.{paths[2]}")
            elif keyword.arg == "import_map":
                names.alternatives[name] = tuple(f"{path}.{name}" for path in paths)
    return names


def _raises_attribute_error(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id == "AttributeError"
        for node in ast.walk(function)
    )


def _template(function: ast.FunctionDef, asked: str) -> str:
    """`airflow.sdk.exceptions.{}` from the f-string of that shape, or "" ."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(
                value=ast.JoinedStr(
                    values=[ast.Constant(value=str(start)), ast.FormattedValue(value=ast.Name(id=name))]
                )
            ) if name == asked and start.startswith("airflow.") and start.endswith("."):
                return start + "{}"
            case ast.Return(
                value=ast.Call(func=ast.Name(id="getattr"), args=[ast.Attribute() as holder, ast.Name(id=name)])
            ):
                if name == asked and ast.unparse(holder).startswith("airflow."):
                    return ast.unparse(holder) + ".{}"
    return ""


def _imports(function: ast.FunctionDef, package: str) -> Table:
    return {
        alias.asname or alias.name: f"{absolute('.' * node.level + (node.module or ''), package)}.{alias.name}"
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _constants(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _strings(node: ast.expr) -> Mapping[str, str]:
    if not isinstance(node, ast.Dict):
        return {"*": ""}
    return {
        _text(key): _text(value).rstrip(".") for key, value in zip(node.keys, node.values, strict=True) if _text(key)
    }
