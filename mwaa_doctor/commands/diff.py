"""``diff``: what changed between two snapshots."""

from __future__ import annotations

from pathlib import Path

import click

from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_FINDINGS, exits, print_text


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", help="Report format.")
@exits
def diff(before: Path, after: Path, output_format: str) -> int:
    """Show what changed from one saved snapshot to another: settings, and findings.

    Exit codes: 0 nothing changed, 1 something did, 2 usage error.
    """
    from mwaa_doctor.auditing import judge, saved
    from mwaa_doctor.differences import difference
    from mwaa_doctor.engine import Options
    from mwaa_doctor.reports import difference as report
    from mwaa_doctor.sources.aws.collection import Collected

    snapshots = [saved((path,)) for path in (before, after)]
    given = {"project": None, "config_path": None}
    results = [judge(Collected(items), given, Options(use_cache=False)) for items in snapshots]
    found = difference(snapshots[0], snapshots[1], results[0], results[1])
    print_text(report.as_json(found) if output_format == "json" else report.as_text(found))
    return EXIT_CLEAN if found.is_empty else EXIT_FINDINGS
