"""``ignores``: everything that hides findings, with its age."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_INCOMPLETE, exits, path_prefix, print_text


@click.command()
@click.argument("path", default=".", type=click.Path(path_type=Path), metavar="[PATH]")
@click.option("--airflow-version", metavar="VERSION", help="Judge for this Airflow version, such as 2.10.3.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", help="Report format.")
@exits
def ignores(**given: Any) -> int:
    """List all ignores of a project: what each hides, since when, until when, and whose it is.

    The age is that of the line in the git repository; it is unknown outside of one.
    """
    import datetime

    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.engine import Options, run
    from mwaa_doctor.ignores import list_ignores
    from mwaa_doctor.opening import open_project
    from mwaa_doctor.reports import ignores as report
    from mwaa_doctor.target import AirflowVersion

    version = given["airflow_version"]
    if version is not None and AirflowVersion.parse(version) is None:
        raise ConfigurationError(f"--airflow-version must be a version such as 2.10.3, not `{version}`")
    project, config = open_project((given["path"],), given["config_path"], version)
    prefix, today = path_prefix(project.base), datetime.date.today()
    result = run(project, config, Options(prefix=prefix, today=today))
    rows = list_ignores(project, result, today)
    write = report.as_json if given["output_format"] == "json" else report.as_text
    print_text(write(rows, prefix))
    return EXIT_INCOMPLETE if result.incomplete else EXIT_CLEAN
