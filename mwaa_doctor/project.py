"""The project: one body of code, its folders, and which file plays which part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from mwaa_doctor.config import Config
from mwaa_doctor.folders import dag_folders_around, find_dag_folders, find_plugin_folders
from mwaa_doctor.infrastructure import read_infrastructure
from mwaa_doctor.models.airflow_ignore import AirflowIgnore, Pattern, Syntax, is_ignored, read_patterns
from mwaa_doctor.models.deploy_commands import DeployCommand, read_deploy_commands
from mwaa_doctor.models.kubernetes_manifests import Manifests, read_manifests
from mwaa_doctor.models.plugins import ARCHIVE_NAME, Plugins
from mwaa_doctor.models.requirements import Requirements
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project_settings import (
    configured,
    find_startup_scripts,
    find_target,
    read_requirement_files,
    requirements_for_imports,
)
from mwaa_doctor.result import Problem
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import MAX_SOURCE_BYTES, list_files, python_names, read_bytes
from mwaa_doctor.target import AirflowVersion, Target
from mwaa_doctor.unknown import ONLY_SOME_FILES, Unknown

if TYPE_CHECKING:
    from mwaa_doctor.models.resolution import Resolution
    from mwaa_doctor.models.template_file import TemplateFile, UnparsedTemplate

IGNORE_FILE = ".airflowignore"
_MAX_MEMBERS_CHECKED = 5_000


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A file to check: its path relative to the base, its part, and the module name under which it is imported.

    ``kind`` is ``python`` or ``shell``; ``role`` is ``dag``, ``plugin`` or ``script``; ``ignored`` if
    ``.airflowignore`` hides it.
    """

    path: str
    kind: str
    role: str
    module: str = ""
    root: str = ""
    ignored: bool = False


@dataclass
class Project:
    """The files of a project and the environment that they are meant for.

    ``base`` is the folder to which all paths are relative.  ``complete`` is false if only some files were given, so
    that an absence proves nothing.  ``plugins_zip`` is the path of plugins.zip, if the project has it; without a folder
    of plugins the modules are taken from there, by paths such as ``plugins.zip/hooks.py``.  ``requirements_files`` are
    all requirements files, ``requirements`` is what the first of them adds to the image.  ``startup_scripts``
    may be the environment's startup script, ``configured_version`` is what the configuration says of the
    environment and where, whatever the command line asks for.  ``snapshots`` are what templates, plans and saved
    answers tell of the account, ``templates`` the templates as files, ``resolutions`` what came of resolving the
    requirements if that was asked for.
    """

    base: Path
    dag_folders: tuple[str, ...] = ()
    plugin_folders: tuple[str, ...] = ()
    plugins_zip: str | None = None
    sources: tuple[SourceRef, ...] = ()
    files: tuple[str, ...] = ()
    complete: bool = True
    target: Target = field(default_factory=Target)
    airflow_ignores: tuple[AirflowIgnore, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked: dict[str, bool] = field(default_factory=dict)
    startup_scripts: tuple[StartupScript, ...] = ()
    requirements_files: tuple[Requirements, ...] = ()
    requirements: Requirements | None = None
    configured_version: tuple[AirflowVersion, Place | None] | None = None
    snapshots: tuple[Snapshot, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    templates: tuple[TemplateFile | UnparsedTemplate, ...] = ()

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "the project's folder"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Project]:
        """The project itself."""
        return (source,) if isinstance(source, cls) else ()

    @property
    def place(self) -> Place:
        """The project's folder as a whole."""
        return Place(self.dag_folders[0] if self.dag_folders and self.dag_folders[0] else ".")

    @property
    def version_place(self) -> Place:
        """The line that names the environment's version, or the project as a whole."""
        return self.target.version_place or self.place

    @property
    def import_roots(self) -> tuple[str, ...]:
        """The folders from which MWAA imports modules, DAG folders first."""
        return (*self.dag_folders, *self.plugin_folders)

    @cached_property
    def modules_by_lower_name(self) -> dict[str, str]:
        """The modules and packages that MWAA can import from the project, by their names in lower case."""
        found: dict[str, str] = {}
        for root in self.import_roots:
            prefix = f"{root}/" if root else ""
            for path in self.files:
                if path.startswith(prefix) and path.endswith(".py"):
                    parts = path[len(prefix) :].removesuffix(".py").removesuffix("/__init__").split("/")
                    for count in range(1, len(parts) + 1):
                        name = ".".join(parts[:count])
                        found.setdefault(name.lower(), name)
        return found

    @cached_property
    def kubernetes_manifests(self) -> Manifests:
        """The roles and role bindings in the project's YAML files."""
        return read_manifests(self.base, self.files)

    @cached_property
    def deploy_commands(self) -> tuple[DeployCommand, ...]:
        """The commands in the project's scripts that deploy templates."""
        return read_deploy_commands(self.base, self.files)

    @property
    def all_files(self) -> tuple[str, ...]:
        """Every file of the project; raises ``Unknown`` if only some were given."""
        if not self.complete:
            raise Unknown(ONLY_SOME_FILES)
        return self.files

    @cached_property
    def startup_exports(self) -> frozenset[str]:
        """The variables that the startup script exports."""
        return frozenset().union(*(script.exported for script in self.startup_scripts))

    @property
    def has_other_parts(self) -> bool:
        """Whether there is something to check beside Python files and shell scripts."""
        parts = (self.airflow_ignores, self.requirements_files, self.plugins_zip, self.snapshots, self.templates)
        return any(parts)

    @cached_property
    def plugins(self) -> Plugins | None:
        """What MWAA unpacks to the environment's plugins folder; ``None`` if the project has none."""
        if self.plugins_zip is None and not self.plugin_folders:
            return None
        archive = None
        if self.plugins_zip is not None:
            from mwaa_doctor.sources.archives import open_archive

            archive = open_archive(self.base, self.plugins_zip)
        return Plugins(self.base, archive, self.plugin_folders, self.files)

    def _in_archive(self, path: str) -> str | None:
        """The name of a member of plugins.zip, if the path is below that of the archive."""
        if self.plugins_zip is None or not path.startswith(self.plugins_zip + "/"):
            return None
        return path[len(self.plugins_zip) + 1 :]

    def has(self, path: str) -> bool:
        """Whether a file or folder exists at a path relative to the base; never looks outside it."""
        if path not in self.asked:
            member = self._in_archive(path)
            if member is not None and self.plugins is not None and self.plugins.archive is not None:
                self.asked[path] = self.plugins.archive.has(member)
            else:
                inside = not path.startswith(("/", "..")) and "/../" not in path
                self.asked[path] = inside and (self.base / path).exists()
        return self.asked[path]

    def read(self, path: str) -> bytes | Problem:
        """The bytes of a source file, on the disk or in plugins.zip, or why they cannot be had."""
        member = self._in_archive(path)
        if member is None or self.plugins is None or self.plugins.archive is None:
            return read_bytes(self.base, path)
        try:
            return self.plugins.archive.read(member, MAX_SOURCE_BYTES)
        except Unknown as unknown:
            return Problem(path, unknown.reason)

    def module_names(self, root: str) -> frozenset[str]:
        """The module and package names directly in a folder of the project, or in plugins.zip."""
        if self.plugins is None or root != self.plugins.root or self._in_archive(f"{root}/") is None:
            return frozenset(python_names(self.base, root))
        found = set()
        for file in self.plugins.files:
            first, slash, _ = file.name.partition("/")
            name = first if slash else first.removesuffix(".py")
            if name.isidentifier() and (slash or name != first):
                found.add(name)
        return frozenset(found)

    def in_dag_folder(self, path: str) -> str | None:
        """The path relative to the DAG folder that it lies in, or ``None``."""
        for folder in self.dag_folders:
            if not folder:
                return path
            if path.startswith(folder + "/"):
                return path[len(folder) + 1 :]
        return None


def open_folder(base: Path, config: Config, airflow_version: str | None = None, *, complete: bool = True) -> Project:
    """Find everything in a folder; unless it is ``complete``, an absence proves nothing."""
    listing = list_files(base)
    files = tuple(path for path in listing.files if not _excluded(path, config.exclude))
    project = Project(base, files=files, problems=listing.problems, complete=complete)
    project.dag_folders = configured(config.dags, config, base) or find_dag_folders(base, files)
    given = configured(config.plugins, config, base)
    around = files if config.looks_around else ()
    project.plugin_folders = _no_archives(given) or find_plugin_folders(around, project.in_dag_folder)
    _use_archive(project, given, around)
    return _settled(project, config, airflow_version)


def open_files(base: Path, paths: Iterable[str], config: Config, airflow_version: str | None = None) -> Project:
    """Take only these files, given relative to ``base``; what they need around them is found as rules ask for it."""
    files = tuple(dict.fromkeys(path for path in paths if not _excluded(path, config.exclude)))
    project = Project(base, files=files, complete=False)
    project.dag_folders = configured(config.dags, config, base) or dag_folders_around(files)
    beside = {folder.rpartition("/")[0] for folder in project.dag_folders}
    plugins = tuple(f"{parent}/plugins".lstrip("/") for parent in sorted(beside | {""}))
    given = configured(config.plugins, config, base)
    project.plugin_folders = _no_archives(given) or tuple(folder for folder in plugins if (base / folder).is_dir())
    _use_archive(project, given, (f"{folder}.zip" for folder in plugins if (base / f"{folder}.zip").is_file()))
    return _settled(project, config, airflow_version)


def _settled(project: Project, config: Config, airflow_version: str | None) -> Project:
    """The project with all that follows from its files and folders: what it is meant for, and each file's part."""
    project.requirements_files = read_requirement_files(project, config)
    infrastructure = read_infrastructure(project.base, project.files, config, complete=project.complete)
    project.snapshots = tuple(infrastructure.snapshots)
    project.templates = tuple(infrastructure.templates)
    project.problems.extend(infrastructure.problems)
    project.notes.extend(infrastructure.notes)
    project.target = find_target(project, config, airflow_version)
    project.requirements = requirements_for_imports(project)
    project.startup_scripts = find_startup_scripts(project, config)
    hidden, project.airflow_ignores = _apply_ignore_files(project, config)
    project.sources = tuple(_sources(project, hidden))
    return project


def _excluded(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(path, pattern) or fnmatch(path, pattern.rstrip("/") + "/*") for pattern in patterns)


def _no_archives(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in paths if not path.endswith(".zip"))


def _use_archive(project: Project, given: Iterable[str], files: Iterable[str]) -> None:
    """Find plugins.zip; without a plugins folder its modules are those of the project."""
    named = [path for path in given if path.endswith(".zip")]
    beside = {folder.rpartition("/")[0] for folder in (*project.dag_folders, *project.plugin_folders)} | {""}
    found = [path for path in files if path.rpartition("/")[2] == ARCHIVE_NAME and path.rpartition("/")[0] in beside]
    project.plugins_zip = next(iter((*named, *found)), None)
    if project.plugin_folders or project.plugins is None or project.plugins_zip is None:
        return
    root = project.plugins.root
    modules = [f"{root}/{file.name}" for file in project.plugins.files if file.name.endswith(".py")]
    if len(modules) > _MAX_MEMBERS_CHECKED:
        reason = f"holds {len(modules):,} Python files; only the first {_MAX_MEMBERS_CHECKED:,} were looked at"
        project.problems.append(Problem(project.plugins_zip, reason))
    # A folder that wraps everything is a mistake of its own: imports with and without it are then taken as meant.
    project.plugin_folders = tuple(dict.fromkeys((root, project.plugins_zip)))
    if project.complete:
        project.files = (*project.files, *modules[:_MAX_MEMBERS_CHECKED])


# -- which file plays which part -------------------------------------------------------------------------------------


def _apply_ignore_files(project: Project, config: Config) -> tuple[set[str], tuple[AirflowIgnore, ...]]:
    version = project.target.version
    syntax: Syntax = "glob" if version is not None and version >= (3,) else "regexp"
    if config.airflowignore_syntax:
        syntax = "glob" if config.airflowignore_syntax == "glob" else "regexp"
    known = version is not None or config.airflowignore_syntax is not None
    hidden: set[str] = set()
    found: list[AirflowIgnore] = []
    for folder in project.dag_folders:
        hidden |= _apply_below(project, folder, syntax, known, found)
    return hidden, tuple(found)


def _apply_below(project: Project, folder: str, syntax: Syntax, known: bool, found: list[AirflowIgnore]) -> set[str]:
    prefix = f"{folder}/" if folder else ""
    inside = [path[len(prefix) :] for path in project.files if path.startswith(prefix)]
    parents = {""}
    for path in inside:
        parts = path.split("/")[:-1]
        parents.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    patterns: dict[str, tuple[Pattern, ...]] = {}
    own: dict[str, tuple[str, tuple[Pattern, ...]]] = {}
    hidden_folders: set[str] = set()
    for parent in sorted(parents, key=lambda item: (item.count("/") if item else -1, item)):
        above, _, _ = parent.rpartition("/")
        inherited = patterns.get(above, ()) if parent else ()
        if parent and (above in hidden_folders or is_ignored(parent, inherited, is_folder=True)):
            hidden_folders.add(parent)
            continue
        path = f"{prefix}{parent}/{IGNORE_FILE}" if parent else f"{prefix}{IGNORE_FILE}"
        mine = _read_ignore_file(project, path, parent, syntax)
        if mine is not None:
            own[parent] = (path, mine)
        patterns[parent] = inherited + (mine or ())
    hidden = {
        path
        for path in inside
        if path.rpartition("/")[0] in hidden_folders or is_ignored(path, patterns.get(path.rpartition("/")[0], ()))
    }
    for parent, (path, mine) in own.items():
        hits = _hits(mine, parent, inside, parents) if project.complete else None
        found.append(AirflowIgnore(path, parent, syntax, known, mine, hits))
    return {prefix + path for path in hidden}


def _read_ignore_file(project: Project, path: str, folder: str, syntax: Syntax) -> tuple[Pattern, ...] | None:
    if not (project.base / path).is_file():
        return None
    data = read_bytes(project.base, path, 1_000_000)
    if isinstance(data, Problem):
        project.problems.append(data)
        return None
    version = project.target.version
    re2 = version is None or (2, 6) <= version < (3,)
    return read_patterns(data.decode("utf-8", errors="replace"), path, folder, syntax, re2)


def _hits(patterns: tuple[Pattern, ...], folder: str, inside: list[str], parents: set[str]) -> dict[str, int]:
    below = [path for path in inside if not folder or path.startswith(folder + "/")]
    folders = [path for path in parents if path and (not folder or path.startswith(folder + "/"))]
    return {
        pattern.text: sum(pattern.matches(path) for path in below if not path.endswith(IGNORE_FILE))
        + sum(pattern.matches(path, True) for path in folders)
        for pattern in patterns
    }


def _sources(project: Project, hidden: set[str]) -> Iterator[SourceRef]:
    for path in project.files:
        if path.endswith(".sh"):
            yield SourceRef(path, "shell", "script")
        elif path.endswith(".py"):
            for role, folders in (("dag", project.dag_folders), ("plugin", project.plugin_folders)):
                root = next((folder for folder in folders if not folder or path.startswith(folder + "/")), None)
                if root is not None:
                    yield SourceRef(path, "python", role, module_name(path, root), root, path in hidden)
                    break
            else:
                yield SourceRef(path, "python", "script", module_name(path, ""))


def module_name(path: str, root: str) -> str:
    """The dotted name of a file imported from ``root``."""
    relative = path[len(root) + 1 :] if root else path
    name = relative.removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__") if name != "__init__" else ""
