"""Calls of Airflow's classes and decorators, with the keyword arguments that they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.imports import in_caught_try
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.rule import Place


@dataclass(frozen=True, slots=True)
class AirflowCall:
    """A call of something that Airflow defines, under the name by which the code imports it.

    ``mapped`` if it is ``Class.partial(...)``.
    """

    file: PythonFile
    call: Call
    name: str
    mapped: bool

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "any"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[AirflowCall]:
        """The calls of a DAG, plugin or helper file that name arguments of Airflow's classes and decorators."""
        if not isinstance(source, PythonFile) or source.role not in ("dag", "plugin"):
            return ()
        return tuple(read_calls(source))

    @property
    def place(self) -> Place:
        """The call."""
        return self.file.place_of(self.call.node)

    @property
    def keywords(self) -> list[ast.keyword]:
        """The arguments that are written out by name."""
        return [keyword for keyword in self.call.node.keywords if keyword.arg is not None]

    @property
    def is_caught(self) -> bool:
        """Whether a ``try`` around the call may catch its failure."""
        return in_caught_try(self.call.block)

    @property
    def class_name(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


def read_calls(file: PythonFile) -> Iterator[AirflowCall]:
    """The calls with keyword arguments."""
    for known, calls in file.by_name.items():
        if not known.startswith("airflow:") or "()" in known:
            continue
        for call in calls:
            if call.node.keywords:
                name = file.qualified_name(call)
                yield AirflowCall(file, call, name.removesuffix(".partial"), name.endswith(".partial"))
