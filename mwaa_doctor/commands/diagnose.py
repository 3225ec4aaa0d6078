"""``diagnose``: what a log shows, why, and what to do."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click

from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, exits, print_text

_STDIN = Path("-")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|-]...")
@click.option(
    "--project",
    "project_path",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Explain symptoms by findings in this project (default: the current folder, if it has DAGs).",
)
@click.option("--airflow-version", metavar="VERSION", help="The Airflow version that wrote the logs, such as 2.10.3.")
@click.option(
    "--format", "output_format", type=click.Choice(("text", "json", "markdown")), default="text", help="Report format."
)
@exits
def diagnose(files: tuple[Path, ...], **given: Any) -> int:
    """Recognise known symptoms in logs, and say why and what to do.

    FILE is text, an answer of `aws logs`, `aws cloudtrail`, `aws mwaa get-environment` or `aws cloudwatch
    get-metric-data`, an export of CloudWatch Logs or CloudTrail, each plain or as gzip; `-` is standard input.

    Exit codes: 0 nothing known, 1 symptoms, 2 usage or configuration error, 3 something could not be read.
    """
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.diagnosing import Search
    from mwaa_doctor.reports import diagnosis as report

    if not files:
        if sys.stdin is None or sys.stdin.isatty():
            raise ConfigurationError("give a log file, or `-` for standard input")
        files = (_STDIN,)
    findings, target, project = _project(given["project_path"], given["airflow_version"])
    search = Search(target)
    now = datetime.now(timezone.utc)
    for path in files:
        if path == _STDIN:
            search.read("standard input", sys.stdin.buffer, now)
            continue
        try:
            with path.open("rb") as stream:
                search.read(str(path), stream, now)
        except OSError as problem:
            raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    found = search.diagnosis(findings, project)
    writers = {"text": report.as_text, "json": report.as_json, "markdown": report.as_markdown}
    print_text(writers[given["output_format"]](found))
    return EXIT_INCOMPLETE if found.troubles else EXIT_FINDINGS if found.groups else EXIT_CLEAN


def _project(path: Path | None, version: str | None) -> tuple[list[Any], Any, str]:
    """The findings of the project, the target that it is meant for, and its path; nothing if there is none."""
    from mwaa_doctor.target import AirflowVersion, Target

    if version is not None and AirflowVersion.parse(version) is None:
        from mwaa_doctor.config import ConfigurationError

        raise ConfigurationError(f"--airflow-version must be a version such as 2.10.3, not `{version}`")
    if path is None:
        names = ("dags", "mwaa-doctor.toml", "requirements.txt")
        if not any(Path(name).exists() for name in names):
            return [], Target(AirflowVersion.parse(version) if version else None), ""
        path = Path()
    from mwaa_doctor.engine import Options, run
    from mwaa_doctor.opening import open_project
    from mwaa_doctor.rule import Severity
    from mwaa_doctor.terminal import path_prefix

    project, config = open_project((path,), None, version)
    result = run(project, config, Options(fail_on=Severity.parse("warning"), prefix=path_prefix(project.base)))
    return [finding for finding in result.findings if not finding.suppressed], project.target, str(path)
