"""All DAG files together, by what each of them said of itself: the subject of rules that look across files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Place


@dataclass(frozen=True, slots=True)
class DagSummary:
    """A DAG of a file: its id (``None`` if computed), where both are written; ``dynamic`` code may run several times.

    ``conditional`` code may not run at all; an ``uncalled`` function makes no DAG by what its own file does, and a
    ``discarded`` object is seen by nobody.
    """

    dag_id: str | None
    place: Place
    id_place: Place
    dynamic: bool
    conditional: bool = False
    uncalled: bool = False
    discarded: bool = False


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What other files need to know of a Python file.

    ``imports`` are the dotted names that run with the file's import, ``later_imports`` those inside functions;
    ``mentions_dag`` is Airflow's own test before it parses a file (the words ``airflow`` and ``dag``);
    ``cleans_database`` if something in the file may delete old rows of the metadata database; ``mentions_aws`` if it
    may name boto3, the Amazon provider or the AWS CLI.
    """

    path: str
    role: str
    module: str
    root: str
    ignored: bool
    mentions_dag: bool
    dags: tuple[DagSummary, ...] = ()
    imports: tuple[str, ...] = ()
    later_imports: tuple[str, ...] = ()
    cleans_database: bool = False
    mentions_aws: bool = False


@dataclass
class DagFolder:
    """The files under one DAG folder that could be parsed, and which of them Airflow loads.

    ``complete`` is false if only some files were given.
    """

    path: str
    summaries: tuple[FileSummary, ...]
    files: tuple[str, ...]
    complete: bool
    loaded_at_parse: frozenset[str] = frozenset()
    loaded: frozenset[str] = frozenset()
    reader: Callable[[str], PythonFile | None] = field(default=lambda _path: None, repr=False)
    _open: dict[str, PythonFile | None] = field(default_factory=dict, repr=False)

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "the DAG folder"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[DagFolder]:
        """The folder itself."""
        return (source,) if isinstance(source, cls) else ()

    @property
    def place(self) -> Place:
        """The folder as a whole."""
        return Place(self.path or ".")

    @property
    def parsed(self) -> list[FileSummary]:
        """The files that Airflow looks into for DAGs."""
        return [summary for summary in self.summaries if is_parsed(summary)]

    def open(self, path: str) -> PythonFile | None:
        """A file in full, for the few questions that the summaries do not answer; ``None`` if it cannot be parsed."""
        if path not in self._open:
            self._open[path] = self.reader(path)
        return self._open[path]

    def relative(self, path: str) -> str:
        """A path relative to the DAG folder."""
        return path[len(self.path) + 1 :] if self.path else path


@dataclass(frozen=True)
class DagFolders:
    """All DAG folders of the project, for rules on its environment."""

    folders: tuple[DagFolder, ...]

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "the DAG folder"

    @property
    def dag_count(self) -> int:
        """How many DAGs there are at least; one that is made in a loop counts once."""
        dags = [(summary.path, dag) for folder in self.folders for summary in folder.parsed for dag in summary.dags]
        certain = [(path, dag) for path, dag in dags if not (dag.uncalled or dag.conditional or dag.discarded)]
        return len({dag.dag_id or (path, dag.place) for path, dag in certain})

    @property
    def files(self) -> Iterator[PythonFile]:
        """The files with DAGs, opened one by one."""
        for folder in self.folders:
            for summary in folder.parsed:
                file = folder.open(summary.path)
                if file is not None:
                    yield file


def files_with_aws(folders: DagFolders) -> Iterator[PythonFile]:
    """The files with DAGs that may name boto3, the Amazon provider or the AWS CLI, opened one by one."""
    for folder in folders.folders:
        for summary in folder.parsed:
            file = folder.open(summary.path) if summary.mentions_aws else None
            if file is not None:
                yield file


def is_parsed(summary: FileSummary) -> bool:
    """Whether Airflow looks into a file for DAGs by itself."""
    return summary.role == "dag" and not summary.ignored and summary.mentions_dag


def loaded_files(summaries: Iterable[FileSummary]) -> tuple[frozenset[str], frozenset[str]]:
    """Paths of the files that run when DAGs are parsed, and of those that run then or later, through imports."""
    by_module = {}
    for summary in summaries:
        by_module[summary.module] = summary
        for folder in ("dags", "plugins"):
            by_module.setdefault(f"{folder}.{summary.module}", summary)
    started = [summary for summary in by_module.values() if is_parsed(summary) or summary.role == "plugin"]
    at_parse = _reach(started, by_module, later=False)
    return at_parse, _reach(started, by_module, later=True)


def _reach(started: Iterable[FileSummary], by_module: dict[str, FileSummary], *, later: bool) -> frozenset[str]:
    reached: dict[str, FileSummary] = {summary.path: summary for summary in started}
    todo = list(reached.values())
    while todo:
        summary = todo.pop()
        names = (*summary.imports, *summary.later_imports) if later else summary.imports
        for name in names:
            parts = name.split(".")
            for count in range(1, len(parts) + 1):
                found = by_module.get(".".join(parts[:count]))
                if found is not None and found.path not in reached:
                    reached[found.path] = found
                    todo.append(found)
    return frozenset(reached)
