"""``init``: a commented configuration and a pre-commit entry for the project at hand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mwaa_doctor.terminal import EXIT_CLEAN, exits, is_terminal, say, visible, write_text


@click.command()
@click.argument("path", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="[PATH]")
@click.option("--overwrite", is_flag=True, help="Replace a mwaa-doctor.toml that is there already.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; nor is anything asked in CI or without a terminal.")
@exits
def init(path: Path, overwrite: bool, yes: bool) -> int:
    """Write a commented configuration and the pre-commit entry for a project's folder (default: the current one).

    The configuration goes into pyproject.toml if there is one, else into mwaa-doctor.toml. What is there stays.
    """
    from mwaa_doctor.initial_files import plan

    ask = not yes and not os.environ.get("CI") and is_terminal(sys.stdin) and is_terminal(sys.stderr)
    for step in plan(path, overwrite=overwrite):
        name = visible(os.path.relpath(step.path))
        if step.text is None:
            say(f"{name}: {step.message}")
        elif ask and not click.confirm(f"{name}: {step.message}?", default=True, err=True):
            say(f"{name}: left as it is")
        else:
            write_text(step.path, step.text)
            say(f"{name}: {step.message}, done" if ask else f"{name}: {step.message}")
    return EXIT_CLEAN
