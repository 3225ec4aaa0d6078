"""A file under the DAG folder: what its DAGs, tasks and dependencies are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from mwaa_doctor.models.dag_reader import DagsAndTasks, read_dags
from mwaa_doctor.models.dags import Dag, Task
from mwaa_doctor.models.python_file import ParseTimeCall, PythonFile
from mwaa_doctor.models.task_graph import TaskGraph, read_graph

_LONGEST_WAY = 6


class DagFile(PythonFile):
    """A Python file under the DAG folder that Airflow parses, or that a parsed file imports."""

    label: ClassVar[str] = "DAG files"
    loading: ClassVar[str] = "any"

    @cached_property
    def _known(self) -> DagsAndTasks:
        return read_dags(self)

    @property
    def dags(self) -> tuple[Dag, ...]:
        """The DAGs that the file defines, in source order."""
        return self._known.dags

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks, also those in helper functions, whose DAG is not known."""
        return self._known.tasks

    @cached_property
    def graph(self) -> TaskGraph:
        """The dependencies between the tasks."""
        return read_graph(self, self._known)

    @cached_property
    def parse_time_subjects(self) -> tuple[ParseTimeCall, ...]:
        """The named calls that Airflow executes each time that it parses the file, in other modules as well."""
        found: list[ParseTimeCall] = []
        for call in self.parse_time_calls:
            name = self.name(call)
            if name:
                way = self.way_to(call)
                found.append(ParseTimeCall(self, call, name, way))
                found.extend(self._in_other_modules(self.qualified_name(call), (*way, self.step(call)), set()))
        return tuple(found)

    def _in_other_modules(self, called: str, way: tuple[str, ...], seen: set[str]) -> Iterator[ParseTimeCall]:
        """What a function of another module of the project does when it is called at import."""
        exported = None if called in seen else self.names.exported(called)
        if exported is None or exported[1] or exported[0].home is None or len(way) > _LONGEST_WAY:
            return
        seen.add(called)
        other: PythonFile = exported[0].home.file
        for call in other.calls_when_run(called.rpartition(".")[2]):
            name = other.name(call)
            if name:
                yield ParseTimeCall(other, call, name, way)
                step = other.step(call)
                yield from self._in_other_modules(other.qualified_name(call), (*way, step), seen)

    def release(self) -> None:
        """Free the memory of the file at once; it is of no use then."""
        if "_known" in self.__dict__:
            for dag in self.dags:
                dag.tasks.clear()
        super().release()
