"""The ``check`` command: from paths and options to a result, a report and an exit code."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from mwaa_doctor.config import Config, ConfigurationError, load_config
from mwaa_doctor.engine import Options, run
from mwaa_doctor.project import Project, open_files, open_folder
from mwaa_doctor.result import Problem, Result
from mwaa_doctor.rule import Severity
from mwaa_doctor.selection import read_baseline, write_baseline
from mwaa_doctor.sources.git_ignore import repository_top
from mwaa_doctor.target import AirflowVersion

EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3
_CHECKED_ENDINGS = (".py", ".sh", ".airflowignore")


@dataclass(frozen=True)
class View:
    """How a report is to be shown: colours, statistics, only findings."""

    color: bool = False
    statistics: bool = False
    quiet: bool = False


def check_command(**given: Any) -> int:
    """Run ``check`` and return its exit code."""
    try:
        return _check(given)
    except ConfigurationError as problem:
        click.echo(f"mwaa-doctor: {_visible(str(problem))}", err=True)
        return EXIT_USAGE


def _visible(text: str) -> str:
    """A message in which no file name can move the cursor or begin a command of a CI."""
    from mwaa_doctor.reports.characters import visible

    return str(visible(text))


def _check(given: dict[str, Any]) -> int:
    version = given["airflow_version"]
    if version is not None and AirflowVersion.parse(version) is None:
        raise ConfigurationError(f"--airflow-version must be a version such as 2.10.3, not `{version}`")
    project, config = open_project(given["paths"] or (Path(),), given["config_path"], version)
    fail_on = Severity.parse(given["fail_on"] or config.fail_on or "warning")
    options = Options(
        select=given["select"],
        ignore=given["ignore"],
        fail_on=fail_on,
        jobs=given["jobs"],
        use_cache=not given["no_cache"],
        baseline=_baseline(given["baseline"], config, writing=given["write_baseline"] is not None),
        prefix=_prefix(project.base),
        on_progress=_progress(),
    )
    result = run(project, config, options)
    if options.on_progress is not None:
        click.echo("\r\x1b[K", err=True, nl=False)
    if not result.files and not result.problems and not project.airflow_ignores:
        result.problems.append(Problem(".", nothing_found(project, given["paths"])))
    if given["write_baseline"] is not None:
        _write(given["write_baseline"], write_baseline(result.findings))
        click.echo(f"wrote {len(result.findings)} findings to {given['write_baseline']}", err=True)
        return EXIT_INCOMPLETE if result.incomplete else EXIT_CLEAN
    _show(result, given)
    return _exit_code(result, given)


def _exit_code(result: Result, given: dict[str, Any]) -> int:
    if result.incomplete or (given["require_complete"] and result.not_checked):
        return EXIT_INCOMPLETE
    if result.fails and not given["exit_zero"]:
        return EXIT_FINDINGS
    return EXIT_CLEAN


def _show(result: Result, given: dict[str, Any]) -> None:
    from mwaa_doctor.reports import load_renderer
    from mwaa_doctor.reports.sentences import trouble

    to_terminal = given["output"] is None and _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")
    view = View(color=to_terminal, statistics=given["statistics"], quiet=given["quiet"])
    text = load_renderer(given["format"])(result, view)
    if given["output"] is not None:
        _write(given["output"], text)
    else:
        _print(text)
    if given["output"] is not None or given["format"] != "text":
        for problem in result.problems:
            click.echo(f"mwaa-doctor: {trouble(problem)}", err=True)
        for name, trace in result.crashes:
            click.echo(_visible(f"mwaa-doctor: rule {name} crashed: {trace.strip().splitlines()[-1]}"), err=True)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and bool(stream.isatty())


def _print(text: str) -> None:
    """Write to stdout; a reader that has gone away is no fault, a full disk is one."""
    if sys.stdout is None:
        raise ConfigurationError("there is no standard output: give --output")
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ConfigurationError(f"standard output cannot be written: {problem.strerror}") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be written: {problem.strerror}") from None


def _baseline(given: Path | None, config: Config, *, writing: bool) -> frozenset[str]:
    if writing:
        return frozenset()
    if given is None and config.baseline and config.folder is not None:
        given = config.folder / config.baseline
    return frozenset(read_baseline(given)) if given is not None else frozenset()


def _prefix(base: Path) -> str:
    try:
        relative = os.path.relpath(base, Path.cwd()).replace(os.sep, "/")
    except ValueError:
        return f"{base.as_posix()}/"
    if relative == ".":
        return ""
    return f"{base.as_posix()}/" if relative.startswith("../..") else f"{relative}/"


def _progress() -> Any:
    if not _is_terminal(sys.stderr) or os.environ.get("CI"):
        return None

    def show(done: int, total: int) -> None:
        if total > 100 and (done % 25 == 0 or done == total):
            click.echo(f"\r\x1b[Kchecked {done} of {total} files", err=True, nl=False)

    return show


def nothing_found(project: Project, paths: Any) -> str:
    """Why there was nothing to check, and what to do about it."""
    where = ", ".join(str(path) for path in paths) or str(project.base)
    if project.complete:
        return (
            f"holds nothing to check in {where}: no Python file in a `dags` folder and none that imports airflow; "
            "name the folder, or set `dags` in the configuration"
        )
    return f"holds nothing to check: {where} is neither Python, a shell script nor .airflowignore"


def upgrade_command(**given: Any) -> int:
    """Run ``upgrade`` and return its exit code."""
    from mwaa_doctor.reports import upgrade as report
    from mwaa_doctor.upgrade import compare

    try:
        for name in ("from_version", "to"):
            if given[name] is not None and AirflowVersion.parse(given[name]) is None:
                raise ConfigurationError(f"a version looks like 2.10.3, not `{given[name]}`")
        paths = (given["path"],)
        before, config = open_project(paths, given["config_path"], given["from_version"])
        after, _ = open_project(paths, given["config_path"], given["to"])
        options = Options(prefix=_prefix(before.base), use_cache=False, jobs=given["jobs"])
        upgrade = compare(before.base, before, after, config, options)
    except ConfigurationError as problem:
        click.echo(f"mwaa-doctor: {_visible(str(problem))}", err=True)
        return EXIT_USAGE
    assert upgrade.result is not None
    if not after.sources and not after.problems:
        upgrade.result.problems.append(Problem(".", nothing_found(after, paths)))
    color = _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")
    text = report.as_json(upgrade) if given["output_format"] == "json" else report.as_text(upgrade, View(color=color))
    try:
        _print(text)
    except ConfigurationError as problem:
        click.echo(f"mwaa-doctor: {problem}", err=True)
        return EXIT_USAGE
    if upgrade.result.incomplete:
        return EXIT_INCOMPLETE
    return EXIT_FINDINGS if upgrade.result.fails else EXIT_CLEAN


# -- which project is meant --------------------------------------------------------------------------------------------


def open_project(paths: tuple[Path, ...], config_path: Path | None, version: str | None) -> tuple[Project, Config]:
    """The project that the paths mean: a folder as a whole, or single files of the project around them."""
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        raise ConfigurationError(f"there is no file or folder {missing[0]}")
    if len(paths) == 1 and paths[0].is_dir():
        base = Path(os.path.abspath(paths[0]))
        config = load_config(base, config_path)
        if base.name == "dags" and _belongs_to_parent(base):
            return _sub_folder(base, config, version), config
        return open_folder(base, config, version), config
    full = [Path(os.path.abspath(path)) for path in paths]
    base = project_folder(full)
    config = load_config(base, config_path)
    files: list[str] = []
    for path in full:
        if path.is_dir():
            inner = open_folder(path, config, version)
            files.extend((path / file).relative_to(base).as_posix() for file in inner.files)
        else:
            files.append(path.relative_to(base).as_posix())
    return open_files(base, [file for file in files if file.endswith(_CHECKED_ENDINGS)], config, version), config


def _belongs_to_parent(base: Path) -> bool:
    return any((base.parent / name).exists() for name in ("requirements.txt", "plugins", "startup.sh"))


def _sub_folder(base: Path, config: Config, version: str | None) -> Project:
    """A DAG folder given by itself: judged for the version that the requirements beside it name."""
    from mwaa_doctor.models.requirements import read_requirements
    from mwaa_doctor.sources.workspace import read_bytes

    project = open_folder(base, config, version)
    data = read_bytes(base.parent, "requirements.txt", 1_000_000)
    if project.requirements is not None or not isinstance(data, bytes):
        return project
    requirements = read_requirements(data.decode("utf-8", errors="replace"), "../requirements.txt")
    named = requirements.version_named
    if project.target.version is None and version is None and named is not None:
        project = open_folder(base, config, named.airflow)
        project.target = _renamed(project, "the constraint in ../requirements.txt")
    project.requirements = requirements
    return project


def _renamed(project: Project, source: str) -> Any:
    from dataclasses import replace

    return replace(project.target, version_source=source)


def project_folder(paths: list[Path]) -> Path:
    """The folder of the project around files: with the configuration, above ``dags``, or the repository's top."""
    common = Path(os.path.commonpath([str(path if path.is_dir() else path.parent) for path in paths]))
    top = repository_top(common)
    for folder in (common, *common.parents):
        if (folder / "mwaa-doctor.toml").is_file():
            return folder
        if folder == top:
            break
    if "dags" in common.parts:
        at = common.parts.index("dags")
        return Path(*common.parts[:at])
    return top or common
