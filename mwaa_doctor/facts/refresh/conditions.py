"""Decides conditions in module code whose outcome is fixed by the image: TYPE_CHECKING, Python and Airflow versions."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

VERSION_FLAG = re.compile(r"AIRFLOW_V_(\d+)_(\d+)(?:_(\d+))?_PLUS$")
PYTHON_FLAG = re.compile(r"PY3(\d+)$")  # airflow.version_compat and airflow.__init__: `Python 3.<n> or newer`
COMPARISONS: dict[type[ast.cmpop], Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.Lt: operator.lt,
}


def numbers(version: str) -> tuple[int, ...]:
    """`2.10.3` as (2, 10, 3)."""
    return tuple(int(part) for part in version.split("."))


@dataclass(frozen=True, slots=True)
class Conditions:
    """The versions of one image, as numbers."""

    airflow: tuple[int, ...]
    python: tuple[int, ...]

    def decide(self, test: ast.expr) -> bool | None:
        """Whether `test` holds in this image; None if that cannot be told."""
        match test:
            case ast.Constant(value=value):
                return bool(value)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.decide(operand)
                return None if inner is None else not inner
            case ast.BoolOp(op=ast.And(), values=values):
                found = [self.decide(value) for value in values]
                return False if False in found else None if None in found else True
            case ast.BoolOp(op=ast.Or(), values=values):
                found = [self.decide(value) for value in values]
                return True if True in found else None if None in found else False
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._flag(name)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                return self._compare(left, op, right)
        return None

    def _flag(self, name: str) -> bool | None:
        if name == "TYPE_CHECKING":
            return False
        if found := VERSION_FLAG.match(name):
            wanted = tuple(int(part) for part in found.groups(default="0"))
            return self.airflow >= wanted
        if found := PYTHON_FLAG.match(name):
            return self.python >= (3, int(found[1]))
        return None

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool | None:
        text = ast.unparse(left)
        if text == "sys.version_info":
            known = self.python
        elif "base_airflow_version_tuple" in text:
            known = self.airflow
        else:
            return None
        try:
            wanted = ast.literal_eval(right)
        except ValueError:
            return None
        if not isinstance(wanted, tuple) or not all(isinstance(part, int) for part in wanted):
            return None
        # With fewer known numbers than asked for (Python 3.11 against 3.11.4) the outcome would be a guess.
        if len(wanted) > len(known) and wanted[: len(known)] == known:
            return None
        return COMPARISONS[type(op)](known, wanted)
