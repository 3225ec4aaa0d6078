"""The IAM actions that the tasks of a project need, where they call AWS as the execution role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.facts import operator_calls
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_CONNECTION = "aws_conn_id"
_OWN = (None, "aws_default")


@dataclass(frozen=True, slots=True)
class AwsTask:
    """A task that calls AWS: its id with the DAG's, its operator, and where it is made."""

    name: str
    operator: str
    place: Place


@dataclass(frozen=True, slots=True)
class NeededAction:
    """An IAM action and the tasks that surely need it."""

    action: str
    tasks: tuple[AwsTask, ...]

    @property
    def may_be_granted_elsewhere(self) -> bool:
        """Whether a policy of the resource can grant it as well."""
        return operator_calls.may_be_granted_elsewhere(self.action)


def needed_actions(environment: Environment, folders: DagFolders) -> Iterator[NeededAction]:
    """What the tasks need of the provider in the environment's image; by action, in the order of the files.

    Left out are tasks with a connection of their own, tasks behind a condition, and operators of the project.
    """
    version = environment.record.text("AirflowVersion")
    provider = operator_calls.provider_version(version) if isinstance(version, str) else None
    found: dict[str, list[AwsTask]] = {}
    for file in folders.files:
        for task in _own_tasks(file):
            owner = task.dag.known_id if task.dag is not None else None
            name = ".".join(part for part in (owner, task.full_id or task.known_id) if part) or task.class_name
            for action in operator_calls.needed_actions(task.class_name, provider):
                found.setdefault(action, []).append(AwsTask(name, task.class_name, task.place))
    for action, tasks in found.items():
        yield NeededAction(action, tuple(tasks))


def _own_tasks(file: PythonFile) -> Iterator[Task]:
    """The tasks of known operators that surely exist and have no credentials of their own."""
    for task in getattr(file, "tasks", ()):
        if not task.operator.startswith("airflow:") or task.class_name not in operator_calls.operators():
            continue
        if task.branches:
            continue
        try:
            given = task.effective(_CONNECTION)
            if given is None or given.value in _OWN:
                yield task
        except Unknown:
            continue
