"""``network``: what an environment reaches, on which way, and where the way ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_FINDINGS, View, exits, print_text, say, uses_color, write_text


@click.command()
@click.argument("path", default=None, required=False, type=click.Path(path_type=Path), metavar="[PATH]")
@click.option("--snapshot", metavar="FILE", type=click.Path(path_type=Path), help="Read this snapshot, not a project.")
@click.option("--svg", metavar="FILE", type=click.Path(path_type=Path), help="Draw the network here as well.")
@click.option("--environment", metavar="NAME", help="Only this environment.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", help="Report format.")
@exits
def network(**given: Any) -> int:
    """Show what an environment reaches: from, to, port, verdict, through, broken at.

    Reads the templates of a project (default: the current folder) or a snapshot. A verdict is yes, no or unknown; what
    lies behind a transit gateway, or in a template that is not given, is unknown.

    Exit codes: 0 nothing is certainly out of reach, 1 something is, 2 usage or configuration error.
    """
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.opening import open_project
    from mwaa_doctor.reachability import reachability_of, read_snapshot_file, services_in
    from mwaa_doctor.reports import network as report
    from mwaa_doctor.target import Target

    if given["snapshot"] is not None and given["path"] is not None:
        raise ConfigurationError("give a path or --snapshot, not both")
    services: tuple[str, ...] = ()
    if given["snapshot"] is not None:
        snapshots, target = read_snapshot_file(given["snapshot"]), Target()
        where = str(given["snapshot"])
    else:
        path = given["path"] or Path()
        project, _ = open_project((path,), given["config_path"], None)
        snapshots, target, where = project.snapshots, project.target, str(path)
        services = services_in(project)
    found = reachability_of(snapshots, target, services)
    if given["environment"] is not None:
        found = tuple(item for item in found if given["environment"] in (item.name, item.resource))
    if not found:
        named = f" `{given['environment']}`" if given["environment"] else ""
        raise ConfigurationError(f"there is no MWAA environment{named} in {where}")
    print_text(report.as_json(found) if given["output_format"] == "json" else report.as_text(found, View(uses_color())))
    if given["svg"] is not None:
        from mwaa_doctor.reports.network_picture import draw

        write_text(given["svg"], draw(found[0]))
        if len(found) > 1:
            say(f"mwaa-doctor: {given['svg']} shows `{found[0].name}`; choose another with --environment")
    reached = all(not row.answer.is_no or row.use == "requirements" for item in found for row in item.connections)
    return EXIT_CLEAN if reached else EXIT_FINDINGS
