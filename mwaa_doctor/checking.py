"""The run behind ``check``: from options to a result, a report and an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mwaa_doctor.config import Config, ConfigurationError
from mwaa_doctor.engine import Options, run
from mwaa_doctor.opening import nothing_found, open_project
from mwaa_doctor.outputs import Output, write_reports
from mwaa_doctor.project import Project
from mwaa_doctor.result import Picture, Problem, Result
from mwaa_doctor.rule import Severity
from mwaa_doctor.selection import read_baseline, write_baseline
from mwaa_doctor.sources.workspace import MAX_SOURCE_BYTES, reading_instead
from mwaa_doctor.target import AirflowVersion
from mwaa_doctor.terminal import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    EXIT_INCOMPLETE,
    View,
    is_terminal,
    path_prefix,
    visible,
    write_text,
)

if TYPE_CHECKING:
    from mwaa_doctor.models.resolution import Resolution

_STDIN = Path("-")


_WITH_PICTURES = ("html", "json")


def run_check(given: dict[str, Any]) -> int:
    """Check what was asked for, show the report, and say how it went as an exit code."""
    version = given["airflow_version"]
    if version is not None and AirflowVersion.parse(version) is None:
        raise ConfigurationError(f"--airflow-version must be a version such as 2.10.3, not `{version}`")
    if _STDIN not in given["paths"]:
        if given["stdin_filename"] is not None:
            raise ConfigurationError("--stdin-filename goes with `-`, which reads standard input")
        return _check(given["paths"], given)
    path = _name_of_stdin(given)
    data = sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)
    if len(data) > MAX_SOURCE_BYTES:
        raise ConfigurationError(f"standard input holds more than the {MAX_SOURCE_BYTES:,} bytes that are read")
    with reading_instead(Path.cwd(), {str(path): data}):
        return _check((path,), given)


def _name_of_stdin(given: dict[str, Any]) -> Path:
    path: Path | None = given["stdin_filename"]
    if len(given["paths"]) > 1:
        raise ConfigurationError("`-` stands for standard input, and nothing else can be checked with it")
    if path is None:
        raise ConfigurationError("`-` needs --stdin-filename, the path that the text has or will have")
    if given["fix"] and not given["diff"]:
        raise ConfigurationError("standard input cannot be repaired in place: --diff shows the repairs")
    return path


def _check(paths: tuple[Path, ...], given: dict[str, Any]) -> int:
    def opened() -> tuple[Project, Config]:
        return open_project(
            paths or (Path(),),
            given["config_path"],
            given["airflow_version"],
            given["snapshots"],
            given["parameter_overrides"],
        )

    def reopen() -> Project:
        return opened()[0]

    project, config = opened()
    if given["resolve"]:
        project.resolutions = _resolved(project)
    fail_on = Severity.parse(given["fail_on"] or config.fail_on or "warning")
    options = Options(
        select=given["select"],
        ignore=given["ignore"],
        fail_on=fail_on,
        jobs=given["jobs"],
        use_cache=not given["no_cache"],
        baseline=_baseline(given["baseline"], config, writing=given["write_baseline"] is not None),
        prefix=path_prefix(project.base),
        on_progress=_progress(),
    )
    result = run(project, config, options)
    if options.on_progress is not None:
        click.echo("\r\x1b[K", err=True, nl=False)
    if not result.files and not result.problems and not project.has_other_parts:
        result.problems.append(Problem(".", nothing_found(project, paths)))
    if given["diff"] or given["fix"]:
        from mwaa_doctor.fixing import show_repairs, write_repairs

        if given["diff"]:
            differs = show_repairs(result, reopen, config, options, unsafe=given["unsafe_fixes"])
            return EXIT_INCOMPLETE if result.incomplete else EXIT_FINDINGS if differs else EXIT_CLEAN
        if write_repairs(result, reopen, config, options, unsafe=given["unsafe_fixes"]):
            project = reopen()
            if given["resolve"]:
                project.resolutions = _resolved(project)
            result = run(project, config, options)
    if result.environments and any(output.format in _WITH_PICTURES for output in given["outputs"]):
        result.pictures = _pictures(project)
    if given["write_baseline"] is not None:
        write_text(given["write_baseline"], write_baseline(result.findings))
        click.echo(f"wrote {len(result.findings)} findings to {given['write_baseline']}", err=True)
        return EXIT_INCOMPLETE if result.incomplete else EXIT_CLEAN
    _show(result, given)
    return _exit_code(result, given)


def _resolved(project: Project) -> tuple[Resolution, ...]:
    """What comes of resolving each requirements file; the only step that asks package indexes."""
    from mwaa_doctor.models.installation import Installation
    from mwaa_doctor.sources.resolver import resolve

    return tuple(resolve(installation) for installation in Installation.subjects(project))


def _pictures(project: Project) -> list[Picture]:
    from mwaa_doctor.reachability import reachability_of
    from mwaa_doctor.reports.network_picture import pictures_of

    pictures: list[Picture] = pictures_of(reachability_of(project.snapshots, project.target))
    return pictures


def _exit_code(result: Result, given: dict[str, Any]) -> int:
    if result.incomplete or (given["require_complete"] and result.not_checked):
        return EXIT_INCOMPLETE
    if result.fails and not given["exit_zero"]:
        return EXIT_FINDINGS
    return EXIT_CLEAN


def _show(result: Result, given: dict[str, Any]) -> None:
    from mwaa_doctor.reports.sentences import trouble

    outputs: list[Output] = given["outputs"]
    write_reports(result, outputs, View(statistics=given["statistics"], quiet=given["quiet"]))
    if not any(output.path is None and output.format == "text" for output in outputs):
        for problem in result.problems:
            click.echo(f"mwaa-doctor: {trouble(problem)}", err=True)
        for name, trace in result.crashes:
            click.echo(visible(f"mwaa-doctor: rule {name} crashed: {trace.strip().splitlines()[-1]}"), err=True)


def _baseline(given: Path | None, config: Config, *, writing: bool) -> frozenset[str]:
    if writing:
        return frozenset()
    if given is None and config.baseline and config.folder is not None:
        given = config.folder / config.baseline
    return frozenset(read_baseline(given)) if given is not None else frozenset()


def _progress() -> Any:
    if not is_terminal(sys.stderr) or os.environ.get("CI"):
        return None

    def show(done: int, total: int) -> None:
        if total > 100 and (done % 25 == 0 or done == total):
            click.echo(f"\r\x1b[Kchecked {done} of {total} files", err=True, nl=False)

    return show
