"""Circular imports that really fail: the imports of local modules, played through in the order in which they run."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable
from dataclasses import dataclass

from mwaa_doctor.models.dag_folder import DagFolder, FileSummary, is_parsed
from mwaa_doctor.models.imports import in_caught_try
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Import
from mwaa_doctor.rule import Place


@dataclass(frozen=True, slots=True)
class BrokenCycle:
    """An import that fails because the module it asks is still being imported itself.

    ``way`` are the imports that lead there, one sentence each.
    """

    place: Place
    module: str
    name: str
    way: tuple[str, ...]


class _ImportFailed(Exception):  # noqa: N818 - it ends a play, it is no error of ours
    def __init__(self, cycle: BrokenCycle) -> None:
        super().__init__(cycle.name)
        self.cycle = cycle


def broken_cycles(folder: DagFolder) -> list[BrokenCycle]:
    """The circular imports that fail when Airflow parses the folder's files, each once."""
    modules = {summary.module: summary for summary in folder.summaries if summary.module}
    graph = {
        name: {target for target in _reached(summary.imports, modules) if target != name}
        for name, summary in modules.items()
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError:
        found: dict[Place, BrokenCycle] = {}
        for summary in folder.summaries:
            if is_parsed(summary):
                cycle = _Play(folder, modules).start(summary)
                if cycle is not None:
                    found.setdefault(cycle.place, cycle)
        return sorted(found.values(), key=lambda cycle: cycle.place)
    return []


def _reached(imports: Iterable[str], modules: dict[str, FileSummary]) -> Iterable[str]:
    for name in imports:
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            part = ".".join(parts[:count])
            if part in modules:
                yield part


class _Play:
    """One file, imported by a fresh interpreter."""

    def __init__(self, folder: DagFolder, modules: dict[str, FileSummary]) -> None:
        self.folder = folder
        self.modules = modules
        self.running: dict[str, tuple[PythonFile, int]] = {}
        self.done: set[str] = set()
        self.way: list[str] = []

    def start(self, summary: FileSummary) -> BrokenCycle | None:
        file = self.folder.open(summary.path)
        try:
            if file is not None:
                self.run(file, "")
        except _ImportFailed as failed:
            return failed.cycle
        return None

    def run(self, file: PythonFile, module: str) -> None:
        items = [item for item in file.index.imports if item.scope.function() is None and not _is_guarded(item)]
        for item in sorted(items, key=lambda item: item.node.lineno):
            if module:
                self.running[module] = (file, item.node.lineno)
            self.way.append(f"`{file.path}` line {item.node.lineno} imports `{item.module or item.name}`")
            try:
                self.bring(file, item)
            except _ImportFailed:
                if not in_caught_try(item.block):
                    raise
            self.way.pop()

    def bring(self, file: PythonFile, item: Import) -> None:
        module = file.names.absolute("." * item.level + item.module)
        for target in _reached([module], self.modules):
            self.load(target)
        if not item.name or item.name == "*" or module not in self.modules:
            return
        if f"{module}.{item.name}" in self.modules:
            self.load(f"{module}.{item.name}")
        elif module in self.running and not self.is_bound(module, item.name):
            raise _ImportFailed(BrokenCycle(file.place_of(item.node), module, item.name, tuple(self.way)))

    def load(self, module: str) -> None:
        if module in self.done or module in self.running or len(self.way) > 200:
            return
        file = self.folder.open(self.modules[module].path)
        if file is None:
            return
        self.running[module] = (file, 0)
        try:
            self.run(file, module)
        finally:
            self.running.pop(module, None)
        self.done.add(module)

    def is_bound(self, module: str, name: str) -> bool:
        file, line = self.running[module]
        bindings = file.index.scope.bindings.get(name, [])
        if "__getattr__" in file.index.scope.bindings or any(item.name == "*" for item in file.index.imports):
            return True
        return any(getattr(binding.node, "lineno", 0) < line for binding in bindings)


def _is_guarded(item: Import) -> bool:
    return item.block is not None and item.block.guarded
