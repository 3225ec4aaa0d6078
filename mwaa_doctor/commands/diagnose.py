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
@click.option("--env", "environment", metavar="NAME", help="Audit this environment and read its logs; reads only.")
@click.option("--since", metavar="TIME", default="6h", show_default=True, help="How far back with --env: 30m, 6h, 2d.")
@click.option("--region", metavar="REGION", help="The Region of the environment.")
@click.option("--profile", metavar="NAME", help="Profile of the AWS configuration.")
@click.option("--role-arn", metavar="ARN", help="Assume this role first.")
@click.option("--endpoint-url", metavar="URL", help="Ask this address instead of AWS.")
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
    With --env the status, logs and failed events of an environment are read from AWS, and causes are taken from its
    audit; needs what `mwaa-doctor permissions --diagnose` prints.

    Exit codes: 0 nothing known, 1 symptoms, 2 usage or configuration error, 3 something could not be read.
    """
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.diagnosing import Search
    from mwaa_doctor.reports import diagnosis as report

    now = datetime.now(timezone.utc)
    if given["environment"] is not None:
        search, findings, project = _examined(given, now)
    else:
        if not files and (sys.stdin is None or sys.stdin.isatty()):
            raise ConfigurationError("give a log file, `-` for standard input, or --env NAME")
        files = files or (_STDIN,)
        findings, target, project = _project(given["project_path"], given["airflow_version"])
        search = Search(target)
    for path in files:
        if path == _STDIN:
            search.read("standard input", sys.stdin.buffer, now)
            continue
        try:
            with path.open("rb") as stream:
                search.read(str(path), stream, now)
        except OSError as problem:
            raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    where = "this project" if given["environment"] is None else "the audit of the environment"
    found = search.diagnosis(findings, project, where)
    writers = {"text": report.as_text, "json": report.as_json, "markdown": report.as_markdown}
    print_text(writers[given["output_format"]](found))
    return EXIT_INCOMPLETE if found.troubles else EXIT_FINDINGS if found.groups else EXIT_CLEAN


def _examined(given: dict[str, Any], now: datetime) -> tuple[Any, list[Any], str]:
    """What an environment shows: the search through its logs, the findings of its audit, and its name."""
    from mwaa_doctor.diagnosing import Search
    from mwaa_doctor.live_diagnosis import audited, examine, span

    since = now - span(given["since"])
    asked = {
        "names": (given["environment"],),
        "everything": False,
        "regions": (given["region"],) if given["region"] else (),
        "all_regions": False,
        "project": given["project_path"] or _here(),
        "config_path": None,
        "with_code": False,
        "second_opinion": False,
        **{name: given[name] for name in ("profile", "role_arn", "endpoint_url")},
    }
    patient = audited(asked)
    search = Search(patient.target)
    examine(patient, search, since, now)
    search.troubles.extend(f"{problem.path}: {problem.message}" for problem in patient.result.problems)
    return search, [finding for finding in patient.result.findings if not finding.suppressed], patient.label


def _here() -> Path | None:
    """The current folder, if it is a project."""
    names = ("dags", "mwaa-doctor.toml", "requirements.txt")
    return Path() if any(Path(name).exists() for name in names) else None


def _project(path: Path | None, version: str | None) -> tuple[list[Any], Any, str]:
    """The findings of the project, the target that it is meant for, and its path; nothing if there is none."""
    from mwaa_doctor.target import AirflowVersion, Target

    if version is not None and AirflowVersion.parse(version) is None:
        from mwaa_doctor.config import ConfigurationError

        raise ConfigurationError(f"--airflow-version must be a version such as 2.10.3, not `{version}`")
    if path is None:
        path = _here()
    if path is None:
        return [], Target(AirflowVersion.parse(version) if version else None), ""
    from mwaa_doctor.engine import Options, run
    from mwaa_doctor.opening import open_project
    from mwaa_doctor.rule import Severity
    from mwaa_doctor.terminal import path_prefix

    project, config = open_project((path,), None, version)
    result = run(project, config, Options(fail_on=Severity.parse("warning"), prefix=path_prefix(project.base)))
    return [finding for finding in result.findings if not finding.suppressed], project.target, str(path)
