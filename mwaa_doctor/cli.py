"""The command line. Commands print and exit, nothing else does; each is imported when it is called."""

from __future__ import annotations

import importlib

import click

from mwaa_doctor import __version__

COMMANDS = (
    "check",
    "audit",
    "snapshot",
    "diff",
    "permissions",
    "report",
    "network",
    "upgrade",
    "policy",
    "rules",
    "explain",
    "diagnose",
    "ignores",
    "init",
)


class Commands(click.Group):
    """The group of commands: ``mwaa_doctor.commands.NAME`` holds a click command of that name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help page."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"mwaa_doctor.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mwaa-doctor", message="%(prog)s %(version)s")
def main() -> None:
    """Find what breaks Amazon MWAA environments and DAGs before they are deployed."""
