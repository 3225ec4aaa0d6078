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
    """A call of something that Airflow defines: ``name`` as the code imports it, the keywords that are written out.

    ``mapped`` if the call is ``Class.partial(...)``.
    """

    file: PythonFile
    call: Call
    name: str
    keywords: tuple[ast.keyword, ...]
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
    def class_name(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


def read_calls(file: PythonFile) -> Iterator[AirflowCall]:
    """The calls whose failure would end the file or the task."""
    for call in file.index.calls:
        if not call.node.keywords:
            continue
        name = file.qualified_name(call)
        if not name.startswith("airflow.") or "()" in name or in_caught_try(call.block):
            continue
        keywords = tuple(keyword for keyword in call.node.keywords if keyword.arg is not None)
        if keywords:
            yield AirflowCall(file, call, name.removesuffix(".partial"), keywords, name.endswith(".partial"))
