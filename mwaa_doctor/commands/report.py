"""``report``: any report of results that were saved as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mwaa_doctor.outputs import FORMATS, OrderedOutputs, output_options
from mwaa_doctor.terminal import EXIT_CLEAN, View, exits


@click.command(cls=OrderedOutputs)
@click.argument("result", type=click.Path(path_type=Path), metavar="RESULT.json")
@output_options(FORMATS, "text")
@click.option("--statistics", is_flag=True, help="Count the findings per rule.")
@click.option("--quiet", "-q", is_flag=True, help="Only findings: no summary, no list of what was not checked.")
@exits
def report(result: Path, outputs: list[Any], statistics: bool, quiet: bool) -> int:
    """Make reports of a result that `check --format json` wrote."""
    from mwaa_doctor.outputs import write_reports
    from mwaa_doctor.reports.saved import read_file

    write_reports(read_file(result), outputs, View(statistics=statistics, quiet=quiet))
    return EXIT_CLEAN
