"""``snapshot``: save what an audit would read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mwaa_doctor.commands.audit import access_options
from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_INCOMPLETE, exits


@click.command()
@access_options
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write it here instead of stdout."
)
@exits
def snapshot(**given: Any) -> int:
    """Save what there is to know of running environments, credentials left out, to be judged later.

    `mwaa-doctor audit --from FILE` judges it, and `mwaa-doctor diff` compares two.

    Exit codes: 0 saved, 2 usage error or no access, 3 saved in part.
    """
    from mwaa_doctor.auditing import collect, tell_hidden
    from mwaa_doctor.sources.snapshot_file import write_snapshots
    from mwaa_doctor.terminal import print_text, say, visible, write_text

    collected = collect(given)
    text = write_snapshots(tuple(collected.snapshots))
    if given["output"] is None:
        print_text(text)
    else:
        write_text(given["output"], text)
    tell_hidden(collected.snapshots)
    for what, why in collected.failures:
        say(visible(f"mwaa-doctor: {what} {why}"))
    for action in collected.denied:
        say(f"mwaa-doctor: {action} was denied")
    if collected.stopped:
        say(visible(f"mwaa-doctor: the snapshot is incomplete, {collected.stopped}"))
    return EXIT_INCOMPLETE if collected.failures or collected.stopped else EXIT_CLEAN
