"""``upgrade``: what a move to another Airflow version breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mwaa_doctor.terminal import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    EXIT_INCOMPLETE,
    View,
    exits,
    path_prefix,
    print_text,
    uses_color,
)


@click.command()
@click.argument("path", default=".", type=click.Path(path_type=Path), metavar="[PATH]")
@click.option("--to", required=True, metavar="VERSION", help="The Airflow version to move to.")
@click.option("--from", "from_version", metavar="VERSION", help="The present version, if the project does not name it.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", help="Report format.")
@click.option("--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes (default: one per core).")
@exits
def upgrade(**given: Any) -> int:
    """Show what a move to another Airflow version breaks, and nothing else.

    Exit codes: 0 nothing breaks, 1 something does, 2 usage or configuration error, 3 incomplete.
    """
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.engine import Options
    from mwaa_doctor.opening import nothing_found, open_project
    from mwaa_doctor.reports import upgrade as report
    from mwaa_doctor.result import Problem
    from mwaa_doctor.target import AirflowVersion
    from mwaa_doctor.upgrade import compare

    for name in ("from_version", "to"):
        if given[name] is not None and AirflowVersion.parse(given[name]) is None:
            raise ConfigurationError(f"a version looks like 2.10.3, not `{given[name]}`")
    paths = (given["path"],)
    before, config = open_project(paths, given["config_path"], given["from_version"])
    after, _ = open_project(paths, given["config_path"], given["to"])
    options = Options(prefix=path_prefix(before.base), use_cache=False, jobs=given["jobs"])
    found = compare(before.base, before, after, config, options)
    assert found.result is not None
    if not after.sources and not after.problems:
        found.result.problems.append(Problem(".", nothing_found(after, paths)))
    view = View(color=uses_color())
    print_text(report.as_json(found) if given["output_format"] == "json" else report.as_text(found, view))
    if found.result.incomplete:
        return EXIT_INCOMPLETE
    return EXIT_FINDINGS if found.result.fails else EXIT_CLEAN
