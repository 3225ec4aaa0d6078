"""Tasks that run a pod in Kubernetes, of all DAG files together, with the namespace that they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dag_folder import DagFolder, FileSummary
from mwaa_doctor.models.dags import Task
from mwaa_doctor.unknown import Unknown

_CLASSES = ("KubernetesPodOperator", "EksPodOperator", "EKSPodOperator")
_OPERATORS = tuple(f"airflow:{name}" for name in _CLASSES)


@dataclass(frozen=True, slots=True)
class PodTask:
    """A pod operator with a namespace that is written out; ``resource`` is the task in words."""

    namespace: str
    argument: Argument
    class_name: str
    resource: str


def pod_tasks(folder: DagFolder) -> Iterator[PodTask]:
    """The pod operators with a literal namespace, file by file."""
    for summary in folder.parsed:
        file = folder.open(summary.path) if _imports_operator(summary) else None
        if not isinstance(file, DagFile):
            continue
        for task in file.tasks:
            given = _namespace(task) if task.is_a(*_OPERATORS) else None
            name = given.constant() if given is not None else None
            if given is not None and isinstance(name, str) and name and "{" not in name:
                yield PodTask(name, given, task.class_name, task.resource)


def _namespace(task: Task) -> Argument | None:
    try:
        return task.likely("namespace")
    except Unknown:
        return None


def _imports_operator(summary: FileSummary) -> bool:
    return any(name.endswith(_CLASSES) for name in (*summary.imports, *summary.later_imports))
