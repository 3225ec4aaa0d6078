"""``report``: any report of results that were saved as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mwaa_doctor.outputs import FORMATS, OrderedOutputs, output_options
from mwaa_doctor.terminal import EXIT_CLEAN, View, exits


@click.command(cls=OrderedOutputs)
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULT.json...")
@output_options(FORMATS, "html")
@click.option("--statistics", is_flag=True, help="Count the findings per rule.")
@click.option("--quiet", "-q", is_flag=True, help="Only findings: no summary, no list of what was not checked.")
@exits
def report(results: tuple[Path, ...], outputs: list[Any], statistics: bool, quiet: bool) -> int:
    """Make reports of a result that `check --format json` wrote; of several, an HTML page that compares them."""
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.outputs import write_reports, write_to
    from mwaa_doctor.reports.saved import names_of, read_file

    found = [read_file(path) for path in results]
    if len(found) == 1:
        write_reports(found[0], outputs, View(statistics=statistics, quiet=quiet))
        return EXIT_CLEAN
    if any(output.format != "html" for output in outputs):
        raise ConfigurationError("several results are compared with --format html only")
    from mwaa_doctor.reports.html import render_comparison

    for output in outputs:
        write_to(output, render_comparison(list(zip(names_of(results), found, strict=True))))
    return EXIT_CLEAN
