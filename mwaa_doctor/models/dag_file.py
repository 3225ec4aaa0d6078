"""A file under the DAG folder: what its DAGs, tasks and dependencies are."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from mwaa_doctor.models.dag_reader import DagsAndTasks, read_dags
from mwaa_doctor.models.dags import Dag, Task
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.task_graph import TaskGraph, read_graph


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

    def release(self) -> None:
        """Free the memory of the file at once; it is of no use then."""
        if "_known" in self.__dict__:
            for dag in self.dags:
                dag.tasks.clear()
        super().release()
