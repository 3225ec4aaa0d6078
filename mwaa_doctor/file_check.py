"""Checks one file: parses it once, runs the rules of the file stage, and says what other files need to know of it."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from mwaa_doctor.analysis import Outcomes, Stage
from mwaa_doctor.excerpts import Excerpts
from mwaa_doctor.models.comments import InlineIgnore, python_ignores, text_ignores
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dag_folder import DagSummary, FileSummary
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.metadata_cleanup import may_clean
from mwaa_doctor.models.names import Exports
from mwaa_doctor.models.python_file import PythonFile, SyntaxFault, compile_fault, parse
from mwaa_doctor.models.scopes import Import
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.unparsed_file import UnparsedFile
from mwaa_doctor.project import Project, SourceRef, module_name
from mwaa_doctor.result import Problem, ReportedFinding, Tally
from mwaa_doctor.rule import Place, Rule
from mwaa_doctor.target import Target

_PYTHON_2 = ("multiple exception types must be parenthesized", "Missing parentheses in call to")
_PROVIDERS = "airflow.providers."
_TOO_DEEP = "is nested too deeply to be parsed"


@dataclass
class FileResult:
    """What came of one file.

    ``needs`` maps the other files that were looked into to their digests (empty: absent), ``asked`` the paths whose
    existence was asked for to the answer: as long as both hold, the result holds.
    """

    path: str
    outcomes: Outcomes = field(default_factory=Outcomes)
    ignores: list[InlineIgnore] = field(default_factory=list)
    summary: FileSummary | None = None
    problem: Problem | None = None
    needs: dict[str, str] = field(default_factory=dict)
    asked: dict[str, bool] = field(default_factory=dict)

    @property
    def is_skipped(self) -> bool:
        """Whether the file was not looked into: Python that neither Airflow loads nor speaks of MWAA."""
        return self.summary is None and self.problem is None and not self.path.endswith(".sh")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "path": self.path,
            "findings": [finding.to_json() for finding in self.outcomes.findings],
            "passed": self.outcomes.passed,
            "tallies": {name: [tally.found, tally.not_checked] for name, tally in self.outcomes.tallies.items()},
            "ignores": [asdict(ignore) for ignore in self.ignores],
            "summary": asdict(self.summary) if self.summary else None,
            "needs": self.needs,
            "asked": self.asked,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> FileResult:
        """The reverse of ``to_json``; raises ``KeyError``, ``TypeError`` or ``ValueError`` on anything else."""
        summary = data["summary"]
        if summary:
            dags = tuple(_read_dag(row) for row in summary["dags"])
            lists = {name: tuple(summary[name]) for name in ("imports", "later_imports")}
            summary = FileSummary(**{**summary, **lists, "dags": dags})
        return cls(
            path=data["path"],
            outcomes=Outcomes(
                [ReportedFinding.from_json(item) for item in data["findings"]],
                {str(name): int(count) for name, count in data["passed"].items()},
                {
                    name: Tally(
                        0, found, 0, {reason: (count, list(places)) for reason, (count, places) in skips.items()}
                    )
                    for name, (found, skips) in data["tallies"].items()
                },
            ),
            ignores=[_read_ignore(row) for row in data["ignores"]],
            summary=summary or None,
            needs=dict(data["needs"]),
            asked=dict(data["asked"]),
        )


def _read_dag(row: dict[str, Any]) -> DagSummary:
    places = {name: Place(**row[name]) for name in ("place", "id_place")}
    return DagSummary(**{**row, **places})


def _read_ignore(row: dict[str, Any]) -> InlineIgnore:
    lists = {name: tuple(row[name]) for name in ("rules", "lines")}
    return InlineIgnore(**{**row, **lists, "place": Place(**row["place"])})


def digest(data: bytes) -> str:
    """The content's identity in the cache."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class FileChecker:
    """Checks files of one project with one set of rules, and remembers what modules of the project export."""

    def __init__(self, project: Project, rules: list[Rule]) -> None:
        self.project = project
        image = Image(project.target, project.requirements)
        context = {Target: project.target, Project: project, Image: image}
        self.stage = Stage((rule for rule in rules if rule.stage == "file"), context)
        roots = (*project.import_roots, "")
        self.top_names = {root: project.module_names(root) for root in dict.fromkeys(roots)}
        self.local = frozenset().union(*self.top_names.values())
        self.modules: dict[str, tuple[Exports | None, dict[str, str]]] = {}
        self.opening: set[str] = set()
        self.needed: dict[str, str] = {}

    def check(self, ref: SourceRef, data: bytes | None = None) -> FileResult:
        """Check one file; whatever is wrong with it ends in the result, never in an exception."""
        if data is None:
            read = self.project.read(ref.path)
            if isinstance(read, Problem):
                return FileResult(ref.path, problem=read)
            data = read
        self.needed, self.project.asked = {}, {}
        if ref.kind == "shell":
            result = self._check_shell(ref, data)
        else:
            try:
                result = self._check_python(ref, data)
            except (RecursionError, MemoryError):
                result = FileResult(ref.path, problem=Problem(ref.path, _TOO_DEEP))
        result.needs, result.asked = dict(self.needed), dict(self.project.asked)
        return result

    def open(self, path: str) -> PythonFile | None:
        """The model of a file, or ``None`` if it cannot be read or parsed."""
        ref = next((ref for ref in self.project.sources if ref.path == path), None)
        data = self.project.read(path)
        if ref is None or isinstance(data, Problem):
            return None
        try:
            tree = parse(data, self.project.target.known_python)
            return None if isinstance(tree, SyntaxFault) else self._model(ref, data, tree)
        except (RecursionError, MemoryError):
            return None

    # -- shell -------------------------------------------------------------------------------------------------------

    def _check_shell(self, ref: SourceRef, data: bytes) -> FileResult:
        text = data.decode("utf-8", errors="replace")
        script = ShellScript(ref.path, text)
        excerpts = Excerpts(self.project.base)
        excerpts.add(ref.path, data)
        outcomes = self.stage.run(script, excerpts)
        return FileResult(ref.path, outcomes, text_ignores(ref.path, data))

    # -- Python ------------------------------------------------------------------------------------------------------

    def _check_python(self, ref: SourceRef, data: bytes) -> FileResult:
        if ref.role == "script" and self.project.complete and b"mwa" not in data.lower():
            return FileResult(ref.path)
        tree = parse(data, self.project.target.known_python)
        ignores = python_ignores(ref.path, data)
        excerpts = Excerpts(self.project.base)
        file = self._model(ref, data, tree) if isinstance(tree, ast.Module) else None
        fault = tree if isinstance(tree, SyntaxFault) else None
        if file is not None and file.index.suspicious:
            fault = compile_fault(data)
        if file is None or fault is not None:
            assert fault is not None
            unparsed = self._unparsed(ref, data, fault, parsed=file is not None)
            excerpts.add(ref.path, data)
            outcomes = self.stage.run(unparsed, excerpts)
            return FileResult(ref.path, outcomes, ignores, _summary_of_unparsed(ref, data))
        excerpts.add(ref.path, data, file)
        outcomes = self.stage.run(file, excerpts)
        result = FileResult(ref.path, outcomes, ignores, _summarise(ref, file, data))
        file.release()
        return result

    def _model(self, ref: SourceRef, data: bytes, tree: ast.Module) -> PythonFile:
        kind = DagFile if ref.role == "dag" else PythonFile
        return kind(
            ref.path,
            data,
            tree,
            role=ref.role,
            module=ref.module,
            parsed_by_airflow=ref.role == "dag" and not ref.ignored and _mentions_dag(data),
            exports_of=self.exports_of,
            local=self.local,
        )

    def _unparsed(self, ref: SourceRef, data: bytes, fault: SyntaxFault, *, parsed: bool) -> UnparsedFile:
        """``parsed`` if the parser took the file and only the compiler refuses it, which no newer Python would not."""
        target = self.project.target.known_python
        newer = not parsed and target is not None and not isinstance(parse(data), SyntaxFault)
        if not newer and not parsed:
            newer = _is_valid_newer_python(data, fault)
        place = Place(ref.path, fault.line, fault.column, fault.line, fault.column)
        return UnparsedFile(ref.path, ref.role, fault.message, place, newer, target or sys.version_info[:2])

    # -- other modules of the project ----------------------------------------------------------------------------------

    def exports_of(self, module: str) -> Exports | None:
        """What a module of the project exports; ``None`` if the project has no such module."""
        first = module.partition(".")[0]
        if module in self.opening:
            return Exports()
        if first not in self.local:
            return None
        if module not in self.modules:
            outer, self.needed = self.needed, {}
            self.opening.add(module)
            try:
                exports = self._read_exports(module)
            finally:
                self.opening.discard(module)
                self.modules[module] = (None, {})
                inner, self.needed = self.needed, outer
            self.modules[module] = (exports, inner)
        exports, needs = self.modules[module]
        self.needed.update(needs)
        return exports

    def _read_exports(self, module: str) -> Exports | None:
        for root, names in self.top_names.items():
            if module.partition(".")[0] not in names:
                continue
            stem = f"{root}/{module.replace('.', '/')}".lstrip("/")
            for path in (f"{stem}/__init__.py", f"{stem}.py"):
                data = self.project.read(path)
                if isinstance(data, Problem):
                    self.needed[path] = ""
                    continue
                self.needed[path] = digest(data)
                try:
                    tree = parse(data)
                    if isinstance(tree, SyntaxFault):
                        return Exports()
                    name = module_name(path, root)
                    return PythonFile(
                        path, data, tree, module=name, exports_of=self.exports_of, local=self.local
                    ).exports
                except (RecursionError, MemoryError):
                    return Exports()
        return None


def _is_valid_newer_python(data: bytes, fault: SyntaxFault) -> bool:
    """Whether a parser of newer Python accepts what this interpreter refused, because of a part that is newer."""
    if fault.message.startswith(_PYTHON_2):
        return False
    from mwaa_doctor.newer_syntax import is_newer

    return is_newer(data, about_strings="string" in fault.message)


def _mentions_dag(data: bytes) -> bool:
    lower = data.lower()
    return b"dag" in lower and b"airflow" in lower


def _summary_of_unparsed(ref: SourceRef, data: bytes) -> FileSummary:
    return FileSummary(ref.path, ref.role, ref.module, ref.root, ref.ignored, _mentions_dag(data))


def _summarise(ref: SourceRef, file: PythonFile, data: bytes) -> FileSummary:
    now: dict[str, None] = {}
    later: dict[str, None] = {}
    for item in file.index.imports:
        dotted = file.names.absolute("." * item.level + item.module)
        names = [dotted, f"{dotted}.{item.name}"] if item.name and item.name != "*" else [dotted]
        (later if _runs_later(item) else now).update(dict.fromkeys(names))
    dags = tuple(map(_summarise_dag, file.dags)) if isinstance(file, DagFile) else ()
    return FileSummary(
        ref.path,
        ref.role,
        ref.module,
        ref.root,
        ref.ignored,
        _mentions_dag(data),
        dags,
        tuple(_of_the_project(file, now)),
        tuple(_of_the_project(file, later)),
        may_clean(data, (*now, *later)),
        b"boto3" in data or b"providers.amazon" in data or b"aws " in data,
    )


def _of_the_project(file: PythonFile, names: Iterable[str]) -> Iterator[str]:
    """The dotted names that may be modules of the project, and the providers: no other file asks for the rest."""
    local = file.names.local
    for name in names:
        if local is None or name.partition(".")[0] in local or name.startswith(_PROVIDERS):
            yield name


def _summarise_dag(dag: Dag) -> DagSummary:
    return DagSummary(
        dag.known_id, dag.place, dag.id_place, dag.is_dynamic, dag.is_conditional, dag.is_uncalled, dag.is_discarded
    )


def _runs_later(item: Import) -> bool:
    if item.scope.function() is not None:
        return True
    return item.block is not None and item.block.guarded
