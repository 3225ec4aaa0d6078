"""Finds what a project says of its infrastructure, and reads it to snapshots; each kind of source adds its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.result import Problem
from mwaa_doctor.sources.workspace import read_bytes

ENDINGS = (".yaml", ".yml", ".json", ".template", ".tf")
_MARK = b"AWS::MWAA::Environment"
_PLAN_MARK = b'"aws_mwaa_environment"'
_MAX_BYTES = 16 * 1024 * 1024
_MAX_FILES = 20_000
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


@dataclass
class Infrastructure:
    """What was found: the snapshots, files that could not be read, and what the user should know."""

    snapshots: list[Snapshot] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_infrastructure(base: Path, files: Iterable[str], *, complete: bool) -> Infrastructure:
    """Read the templates among the files; without ``complete`` those below folders of tests are meant as well."""
    found = Infrastructure()
    paths = [path for path in files if path.endswith(ENDINGS)]
    if complete:
        paths = [path for path in paths if not _TEST_FOLDERS & set(path.split("/")[:-1])]
    _read_configurations(base, [path for path in paths if path.endswith(".tf")], found)
    paths = [path for path in paths if not path.endswith(".tf")]
    if complete:
        paths.extend(_cdk_output(base, set(paths)))
    if len(paths) > _MAX_FILES:
        found.notes.append(f"of {len(paths):,} YAML and JSON files only {_MAX_FILES:,} were searched for templates")
    for path in paths[:_MAX_FILES]:
        data = read_bytes(base, path, _MAX_BYTES)
        if isinstance(data, bytes) and _MARK in data:
            _read_template(path, data, found)
        elif isinstance(data, bytes) and _PLAN_MARK in data and b'"format_version"' in data[:4096]:
            _read_plan(path, data, found)
    return found


def _cdk_output(base: Path, known: set[str]) -> list[str]:
    """The templates that the CDK has written, which git most often ignores."""
    output = base / "cdk.out"
    found = (path.relative_to(base).as_posix() for path in sorted(output.glob("**/*.template.json")))
    return [path for path in found if path not in known]


def _read_template(path: str, data: bytes, found: Infrastructure) -> None:
    from mwaa_doctor.sources.cloudformation.snapshots import read_snapshot
    from mwaa_doctor.sources.cloudformation.template import read_template
    from mwaa_doctor.sources.document import DocumentError, read_document

    try:
        template = read_template(path, read_document(data, path))
    except DocumentError as problem:
        where = f"{path}:{problem.line}" if problem.line else path
        found.problems.append(Problem(where, f"is no template: {problem.message}"))
        return
    if template.macros:
        found.notes.append(
            f"{path} is not judged: `{template.macros[0]}` rewrites it on deployment; give what `aws cloudformation "
            "get-template --template-stage Processed` prints"
        )
    else:
        found.snapshots.append(read_snapshot(template, {}))


def _read_configurations(base: Path, paths: list[str], found: Infrastructure) -> None:
    if not paths:
        return
    from mwaa_doctor.sources.terraform.discovery import configurations, folder_reader
    from mwaa_doctor.sources.terraform.snapshots import read_configuration

    for folder in configurations(base, paths):
        snapshot, faults = read_configuration(folder, folder_reader(base))
        found.snapshots.append(snapshot)
        found.problems.extend(Problem(f"{path}:{fault.line}", fault.message) for path, fault in faults)


def _read_plan(path: str, data: bytes, found: Infrastructure) -> None:
    from mwaa_doctor.sources.terraform.snapshots import PlanError, read_plan

    try:
        found.snapshots.append(read_plan(path, data))
    except PlanError as problem:
        found.problems.append(Problem(path, str(problem)))
