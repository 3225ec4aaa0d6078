"""The subclasses of AirflowPlugin in a file."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Scope
from mwaa_doctor.rule import Place

_BASE = "AirflowPlugin"


@dataclass(frozen=True)
class PluginClass:
    """A class that Airflow registers as a plugin."""

    file: PythonFile
    scope: Scope

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "plugins"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[PluginClass]:
        """The plugin classes of a file among the plugins, without those that other classes of the file extend."""
        if not isinstance(source, PythonFile) or source.role != "plugin" or not source.mentions(_BASE.lower().encode()):
            return ()
        extended = {
            base.id for scope in source.index.classes for base in scope.node.bases if isinstance(base, ast.Name)
        }
        return [
            cls(source, scope)
            for scope in source.index.classes
            if scope.node.name not in extended and any(_is_base(source, base, scope) for base in scope.node.bases)
        ]

    @property
    def name(self) -> str:
        """The name of the class."""
        return str(self.scope.node.name)

    @property
    def place(self) -> Place:
        """The line of the class."""
        line = self.scope.node.lineno
        return Place(self.file.path, line, self.scope.node.col_offset + 1, line)

    @property
    def has_other_bases(self) -> bool:
        """Whether it has bases besides AirflowPlugin, which may bring attributes."""
        return len(self.scope.node.bases) != 1 or bool(self.scope.node.keywords or self.scope.node.decorator_list)

    def attribute(self, name: str) -> ast.expr | None:
        """What is assigned to an attribute in the class body."""
        bindings = self.scope.bindings.get(name, ())
        return next((binding.value for binding in bindings if binding.value is not None), None)

    def sets(self, name: str) -> bool:
        """Whether the class body gives an attribute a value other than an empty list."""
        if not any(binding.value is not None or binding.kind != "annotation" for binding in self._bindings(name)):
            return False
        value = self.attribute(name)
        return not (isinstance(value, (ast.List, ast.Tuple)) and not value.elts)

    def _bindings(self, name: str) -> Iterable[Any]:
        return self.scope.bindings.get(name, ())

    def place_of(self, name: str) -> Place:
        """The line that sets an attribute."""
        value = self.attribute(name)
        return self.file.place_of(value) if value is not None else self.place


def _is_base(file: PythonFile, node: ast.expr, scope: Scope) -> bool:
    name = file.resolve(node, scope.parent)
    return name.rpartition(".")[2].rpartition(":")[2] == _BASE and name.startswith("airflow")
