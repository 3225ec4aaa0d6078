"""Finds what a project says of its infrastructure, and reads it to snapshots; each kind of source adds its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mwaa_doctor.config import Config, ConfigurationError, EnvironmentFiles, nearest
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.result import Problem
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import read_bytes

if TYPE_CHECKING:
    from mwaa_doctor.models.template_file import TemplateFile, UnparsedTemplate
    from mwaa_doctor.sources.cloudformation.template import Template

ENDINGS = (".yaml", ".yml", ".json", ".template", ".tf")
_MARK = b"AWS::MWAA::Environment"
_PLAN_MARK = b'"aws_mwaa_environment"'
_MAX_BYTES = 16 * 1024 * 1024
_MAX_FILES = 20_000
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


@dataclass
class Infrastructure:
    """What was found: snapshots, templates as files, what could not be read, and what the user should know."""

    snapshots: list[Snapshot] = field(default_factory=list)
    templates: list[TemplateFile | UnparsedTemplate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_infrastructure(base: Path, files: Iterable[str], config: Config, *, complete: bool) -> Infrastructure:
    """Read what the configuration names, and the templates among the files.

    Without ``complete`` only some files were given: then those in folders of tests, and saved answers, are meant too.
    Raises ``ConfigurationError`` for files that the configuration names and that cannot be used.
    """
    return _Reader(base, config).read(tuple(files), complete)


class _Reader:
    """Reads the sources of one project."""

    def __init__(self, base: Path, config: Config) -> None:
        self.base, self.config = base, config
        self.found = Infrastructure()
        self.overrides = self._overrides(config.parameter_overrides)
        self.parameters: set[str] = set()

    def read(self, files: tuple[str, ...], complete: bool) -> Infrastructure:
        for table in self.config.environments:
            self._environment(table)
        named = {self._relative(table.template) for table in self.config.environments if table.template}
        if self.config.templates:
            paths = [self._relative(path) for path in self.config.templates]
        else:
            paths = _candidates(self.base, files, self.found) if complete else [p for p in files if p.endswith(ENDINGS)]
        self._configurations([path for path in paths if path.endswith(".tf")])
        for path in paths:
            if path not in named and not path.endswith(".tf"):
                self._file(path, needed=bool(self.config.templates), answers=not complete)
        for given in self.config.snapshots:
            self._snapshot(given)
        unused = sorted(set(self.overrides) - self.parameters) if self.found.templates else []
        for name in unused:
            self.found.notes.append(
                f"no template has the parameter `{name}` of the overrides{nearest(name, self.parameters)}"
            )
        return self.found

    # -- files -------------------------------------------------------------------------------------------------------

    def _full(self, path: str) -> Path:
        return (self.config.folder or self.base) / path

    def _relative(self, path: str) -> str:
        return os.path.relpath(self._full(path), self.base).replace(os.sep, "/")

    def _bytes(self, path: str) -> bytes:
        """A file that the configuration or the command line names."""
        data = read_bytes(self.base, self._relative(path), _MAX_BYTES)
        if isinstance(data, Problem):
            full = self._full(path)
            raise ConfigurationError(f"{path} {data.message if full.exists() else f'does not exist in {full.parent}'}")
        return data

    def _file(self, path: str, *, needed: bool, answers: bool) -> None:
        from mwaa_doctor.sources.answers import looks_like_environment

        data = read_bytes(self.base, path, _MAX_BYTES)
        if isinstance(data, Problem):
            if needed or answers:
                self.found.problems.append(data)
        elif _PLAN_MARK in data and b'"format_version"' in data[:4096]:
            self._plan(path, data)
        elif needed or _MARK in data:
            self._template(path, data, self.overrides, {})
        elif answers and path.endswith(".json") and looks_like_environment(data):
            self._answer(EnvironmentFiles(environment=path), path, data)

    # -- sources -----------------------------------------------------------------------------------------------------

    def _environment(self, table: EnvironmentFiles) -> None:
        if table.template is not None:
            path = self._relative(table.template)
            own = self._overrides(table.parameter_overrides) if table.parameter_overrides else self.overrides
            snapshot = self._template(path, self._bytes(table.template), own, _pseudo(table))
            if snapshot is not None:
                self._with_policies(table, snapshot)
        elif table.environment is not None:
            self._answer(table, self._relative(table.environment), self._bytes(table.environment))

    def _answer(self, table: EnvironmentFiles, path: str, data: bytes) -> None:
        from mwaa_doctor.sources.answers import read_environment
        from mwaa_doctor.sources.document import DocumentError

        try:
            snapshot = read_environment(data, path, region=table.region, account=table.account)
        except DocumentError as problem:
            self.found.problems.append(Problem(f"{path}:{problem.line}", f"cannot be read: {problem.message}"))
            return
        self.found.snapshots.append(snapshot)
        self._with_policies(table, snapshot)

    def _with_policies(self, table: EnvironmentFiles, snapshot: Snapshot) -> None:
        from mwaa_doctor.sources.answers import Policies, with_policies
        from mwaa_doctor.sources.document import DocumentError

        def read(path: str | None) -> tuple[str, bytes] | None:
            return None if path is None else (self._relative(path), self._bytes(path))

        role = tuple((self._relative(path), self._bytes(path)) for path in table.execution_role_policies)
        policies = Policies(
            role,
            read(table.permissions_boundary),
            read(table.trust_policy),
            read(table.bucket_policy),
            read(table.key_policy),
        )
        try:
            self.found.snapshots[-1] = self._with_users(table, with_policies(snapshot, policies, table.name))
        except DocumentError as problem:
            path, _, message = problem.message.partition(" ")
            self.found.problems.append(Problem(path, message))

    def _with_users(self, table: EnvironmentFiles, snapshot: Snapshot) -> Snapshot:
        if not table.users:
            return snapshot
        from mwaa_doctor.sources.declared_users import DeclaredUser, NoSuchUserError, with_users

        def files(paths: Iterable[str]) -> tuple[tuple[str, bytes], ...]:
            return tuple((self._relative(path), self._bytes(path)) for path in paths)

        users = tuple(DeclaredUser(user.name, files(user.policies), user.duties) for user in table.users)
        try:
            return with_users(snapshot, users, table.name)
        except NoSuchUserError as problem:
            raise ConfigurationError(f"{self.config.path}: {problem}") from None

    def _template(
        self, path: str, data: bytes, overrides: Mapping[str, str], pseudo: Mapping[str, str]
    ) -> Snapshot | None:
        from mwaa_doctor.models.template_file import TemplateFile, UnparsedTemplate
        from mwaa_doctor.sources.cloudformation.snapshots import read_snapshot
        from mwaa_doctor.sources.cloudformation.template import read_template
        from mwaa_doctor.sources.document import DocumentError, read_document

        try:
            template = read_template(path, read_document(data, path), overrides)
        except DocumentError as problem:
            place = Place(path, problem.line, problem.column)
            self.found.templates.append(UnparsedTemplate(path, problem.message, place))
            return None
        self.parameters.update(template.parameters)
        if template.macros:
            self._note_macro(template)
            return None
        snapshot = read_snapshot(template, pseudo)
        if not any(isinstance(known, TemplateFile) and known.path == path for known in self.found.templates):
            self.found.templates.append(TemplateFile(template))
        self.found.snapshots.append(snapshot)
        return snapshot

    def _configurations(self, paths: list[str]) -> None:
        if not paths:
            return
        from mwaa_doctor.sources.terraform.discovery import FolderReader, configurations
        from mwaa_doctor.sources.terraform.snapshots import read_configuration

        for folder in configurations(self.base, paths):
            snapshot, faults = read_configuration(folder, FolderReader(self.base))
            self.found.snapshots.append(snapshot)
            self.found.problems.extend(Problem(f"{path}:{fault.line}", fault.message) for path, fault in faults)

    def _plan(self, path: str, data: bytes) -> None:
        from mwaa_doctor.sources.terraform.discovery import FolderReader
        from mwaa_doctor.sources.terraform.snapshots import HERE, PlanError, read_plan

        try:
            snapshot, relation = read_plan(path, data, FolderReader(self.base))
        except PlanError as problem:
            self.found.problems.append(Problem(path, str(problem)))
            return
        folder = path.rpartition("/")[0] or HERE
        beside = [item for item in self.found.snapshots if (item.source, item.name) == ("terraform", folder)]
        if relation == "stands-for":
            self.found.snapshots[:] = [item for item in self.found.snapshots if item not in beside]
        elif relation == "another" and beside:
            self.found.notes.append(f"{path} was made of another configuration than is in {folder}: both are judged")
        self.found.snapshots.append(snapshot)

    def _note_macro(self, template: Template) -> None:
        self.found.notes.append(
            f"{template.path} is not judged: `{template.macros[0]}` rewrites it on deployment; give what `aws "
            "cloudformation get-template --template-stage Processed` prints"
        )

    def _overrides(self, path: str | None) -> Mapping[str, str]:
        if path is None:
            return {}
        from mwaa_doctor.sources.cloudformation.overrides import read_overrides
        from mwaa_doctor.sources.document import DocumentError

        try:
            return read_overrides(self._bytes(path), path)
        except DocumentError as problem:
            where = f"{path}:{problem.line}" if problem.line else path
            raise ConfigurationError(f"{where} cannot be used for parameters: {problem.message}") from None

    def _snapshot(self, path: str) -> None:
        from mwaa_doctor.sources.snapshot_file import MAX_BYTES, SnapshotError, read_snapshots

        data = read_bytes(self.base, self._relative(path), MAX_BYTES)
        if isinstance(data, Problem):
            raise ConfigurationError(f"{path} {data.message}")
        try:
            self.found.snapshots.extend(read_snapshots(data))
        except SnapshotError as problem:
            raise ConfigurationError(f"{path} {problem}") from None


def _pseudo(table: EnvironmentFiles) -> dict[str, str]:
    from mwaa_doctor.sources.answers import partition_of

    known = {"AWS::Region": table.region, "AWS::AccountId": table.account, "AWS::Partition": partition_of(table.region)}
    return {name: value for name, value in known.items() if value}


def _candidates(base: Path, files: tuple[str, ...], found: Infrastructure) -> list[str]:
    """The files in which templates are looked for: not those of tests; what the CDK writes though git ignores it."""
    paths = [p for p in files if p.endswith(ENDINGS) and not _TEST_FOLDERS & set(p.split("/")[:-1])]
    if len(paths) > _MAX_FILES:
        found.notes.append(f"of {len(paths):,} YAML and JSON files only {_MAX_FILES:,} were searched for templates")
    paths = paths[:_MAX_FILES]
    output = (path.relative_to(base).as_posix() for path in sorted((base / "cdk.out").glob("**/*.template.json")))
    return list(dict.fromkeys((*paths, *output)))
