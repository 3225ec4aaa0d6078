"""Tests of versions in the code, ``if AIRFLOW_V_3_0_PLUS:`` and its kin, decided for the version that is judged."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.unknown import Unknown

_FLAG = re.compile(r"^AIRFLOW_V_(\d+)_(\d+)(?:_(\d+))?_PLUS$")
_AIRFLOW_VERSION = ("airflow.__version__", "airflow.version.version", "airflow.version.__version__")
_PARSERS = (
    "packaging.version.Version",
    "packaging.version.parse",
    "semver.VersionInfo.parse",
    "pkg_resources.parse_version",
)
_DISTRIBUTION_VERSION = ("importlib.metadata.version", "importlib_metadata.version")
_COMPARE: dict[type, Any] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}  # fmt: skip


class Guards:
    """Decides the ``if`` blocks around code for one Airflow version and one Python.

    ``airflow`` and ``python`` are tuples of numbers.
    """

    def __init__(self, file: PythonFile, airflow: tuple[int, ...], python: tuple[int, int]) -> None:
        self.file = file
        self.airflow = tuple(airflow)
        self.python = python

    def runs(self, scope: Scope, block: Block | None) -> bool | None:
        """Whether the conditions around code hold: ``False`` if one surely fails, ``None`` if one cannot be decided."""
        answer: bool | None = True
        for test, wanted, home in _conditions(scope, block):
            if test is None:
                answer = None
                continue
            decided = self.decide(test, home)
            if decided is None:
                answer = None
            elif decided != wanted:
                return False
        return answer

    def decide(self, test: ast.expr, scope: Scope) -> bool | None:
        """The truth of a test, or ``None`` if it does not depend on versions alone."""
        try:
            return bool(self._value(test, scope, 0))
        except (Unknown, TypeError, ValueError, IndexError):
            return None

    def _value(self, node: ast.expr, scope: Scope, depth: int) -> Any:
        if depth > 20:
            raise Unknown("nested too deeply")
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.BoolOp):
            return self._bool_op(node, scope, depth)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not self._value(node.operand, scope, depth + 1)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            compare = _COMPARE.get(type(node.ops[0]))
            if compare is None:
                raise Unknown("a comparison of another kind")
            left, right = (self._value(side, scope, depth + 1) for side in (node.left, node.comparators[0]))
            return compare(*_alike(left, right))
        if isinstance(node, ast.Tuple):
            return tuple(self._value(item, scope, depth + 1) for item in node.elts)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, scope, depth)
        if isinstance(node, ast.Call):
            return self._call(node, scope, depth)
        return self._name(node, scope, depth)

    def _bool_op(self, node: ast.BoolOp, scope: Scope, depth: int) -> bool:
        decisive = isinstance(node.op, ast.Or)
        unknown: Unknown | None = None
        for part in node.values:
            try:
                if bool(self._value(part, scope, depth + 1)) is decisive:
                    return decisive
            except Unknown as problem:
                unknown = problem
        if unknown is not None:
            raise unknown
        return not decisive

    def _subscript(self, node: ast.Subscript, scope: Scope, depth: int) -> Any:
        container = self._value(node.value, scope, depth + 1)
        if isinstance(node.slice, ast.Slice):
            edges = [node.slice.lower, node.slice.upper, node.slice.step]
            return container[slice(*(self._value(edge, scope, depth + 1) if edge else None for edge in edges))]
        return container[self._value(node.slice, scope, depth + 1)]

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> Any:
        called = self.file.names.qualified(node.func, scope) or ""
        arguments = [
            self._value(item, scope, depth + 1) for item in node.args if not isinstance(item, ast.GeneratorExp)
        ]
        if called in _PARSERS and len(arguments) == 1:
            return arguments[0] if isinstance(arguments[0], tuple) else _numbers(str(arguments[0]))
        if called in _DISTRIBUTION_VERSION and arguments in (["apache-airflow"], ["apache-airflow-core"]):
            return ".".join(map(str, self.airflow))
        if called == "int" and len(arguments) == 1:
            return int(arguments[0])
        if called == "tuple":
            return self._tuple(node, scope, depth)
        if isinstance(node.func, ast.Attribute):
            text = self._value(node.func.value, scope, depth + 1)
            if isinstance(text, str) and node.func.attr in ("split", "startswith"):
                return getattr(text, node.func.attr)(*arguments)
        raise Unknown("a call")

    def _tuple(self, node: ast.Call, scope: Scope, depth: int) -> tuple[Any, ...]:
        if len(node.args) != 1:
            raise Unknown("a tuple")
        source = node.args[0]
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "map":
            return tuple(int(item) for item in self._value(source.args[1], scope, depth + 1))
        if isinstance(source, ast.GeneratorExp):
            return tuple(int(item) for item in self._value(source.generators[0].iter, scope, depth + 1))
        return tuple(self._value(source, scope, depth + 1))

    def _name(self, node: ast.expr, scope: Scope, depth: int) -> Any:
        dotted = self.file.names.qualified(node, scope) or ""
        if dotted in _AIRFLOW_VERSION:
            return ".".join(map(str, self.airflow))
        if dotted in ("sys.version_info",):
            return self.python
        flag = _FLAG.match(dotted.rpartition(".")[2]) if dotted.startswith("airflow.") else None
        if flag:
            wanted = tuple(int(part or 0) for part in flag.groups())
            return self.airflow >= wanted
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope, depth)
        if isinstance(node, ast.Name):
            found = self.file.names.lookup(node.id, scope, node.lineno)
            if found and found.binding.kind == "assign" and found.binding.value is not None and found.certain:
                return self._value(found.binding.value, found.scope, depth + 1)
        return self.file.value(node, scope)

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> Any:
        owner = self._value(node.value, scope, depth + 1)
        if isinstance(owner, tuple):
            if node.attr in ("major", "minor", "micro"):
                return owner[("major", "minor", "micro").index(node.attr)]
            if node.attr == "base_version":
                return ".".join(map(str, owner))
            if node.attr == "release":
                return owner
        raise Unknown("an attribute")


def is_misled(block: Block | None, version: tuple[int, ...]) -> bool:
    """Whether code is the other branch of ``major >= 2 and minor >= 6`` although the version is at least 2.6."""
    for part in block.chain() if block is not None else ():
        test = getattr(part.node, "test", None)
        if part.kind == "else" and isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            bounds = tuple(map(_lower_bound, test.values))
            if len(bounds) == 2 and None not in bounds and tuple(version) >= bounds:
                return True
    return False


def _lower_bound(test: ast.expr) -> int | None:
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.GtE):
        bound = test.comparators[0]
        if isinstance(bound, ast.Constant) and type(bound.value) is int:
            return bound.value
    return None


def _numbers(text: str) -> tuple[int, ...]:
    match = re.match(r"\d+(?:\.\d+)*", text.strip())
    if not match:
        raise Unknown("no version")
    return tuple(int(part) for part in match.group().split("."))


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Versions of one length, so that 3.0 equals 3.0.0; everything else as it is."""
    if isinstance(left, tuple) and isinstance(right, tuple) and all(isinstance(item, int) for item in (*left, *right)):
        length = max(len(left), len(right)) if len(right) > 2 or len(left) > 2 else 0
        if length and len(left) != len(right):
            return left + (0,) * (length - len(left)), right + (0,) * (length - len(right))
    return left, right


def _conditions(scope: Scope, block: Block | None) -> Iterator[tuple[ast.expr | None, bool, Scope]]:
    """The tests of the blocks around code up to the module, with the truth that lets the code run.

    ``None`` stands for a condition that is no test: a loop, a ``case``, the body of a main guard.
    """
    current: Scope | None = scope
    around = block
    while current is not None:
        for part in around.chain() if around is not None else ():
            if part.kind in ("if", "else"):
                guard = part.is_guard
                yield (None if guard else part.node.test), part.kind == "if", current  # type: ignore[attr-defined]
            elif part.kind in ("while", "case"):
                yield None, True, current
        around, current = current.block, current.parent
