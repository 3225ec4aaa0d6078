"""The command line: the only module that prints or exits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import click

from mwaa_doctor import __version__

EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3
FORMATS = ("text", "concise", "json", "sarif", "junit", "github")
SEVERITIES = ("error", "warning", "info")


class GroupedCommand(click.Command):
    """A command whose help lists the options under headings."""

    headings: ClassVar[dict[str, tuple[str, ...]]] = {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each under its heading."""
        rows = {
            parameter.name: record
            for parameter in self.get_params(ctx)
            if (record := parameter.get_help_record(ctx)) is not None
        }
        for heading, names in self.headings.items():
            with formatter.section(heading):
                formatter.write_dl([rows.pop(name) for name in names if name in rows])
        if rows:
            with formatter.section("Other"):
                formatter.write_dl(list(rows.values()))


class CheckCommand(GroupedCommand):
    """``check`` with its headings."""

    headings: ClassVar[dict[str, tuple[str, ...]]] = {
        "What to judge by": ("airflow_version", "config_path", "select", "ignore"),
        "What counts": ("fail_on", "baseline", "write_baseline", "exit_zero", "require_complete"),
        "Output": ("format", "output", "statistics", "quiet"),
        "Running": ("jobs", "no_cache"),
    }


def _fail(message: str) -> NoReturn:
    click.echo(f"mwaa-doctor: {message}", err=True)
    sys.exit(EXIT_USAGE)


def _say(text: str) -> None:
    """Write to stdout; a disk that is full is told, a reader that has gone away is none of our business."""
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as problem:
        _fail(f"standard output cannot be written: {problem.strerror}")


def _names(_ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mwaa-doctor", message="%(prog)s %(version)s")
def main() -> None:
    """Find what breaks Amazon MWAA environments and DAGs before they are deployed."""


@main.command(cls=CheckCommand)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--airflow-version", metavar="VERSION", help="Judge for this Airflow version, such as 2.10.3.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option(
    "--select", multiple=True, callback=_names, metavar="RULES", help="Only these: names, families, patterns with *."
)
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="All but these.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 from this severity on (default: warning).")
@click.option("--baseline", metavar="FILE", type=click.Path(path_type=Path), help="Findings listed here do not count.")
@click.option(
    "--write-baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write all present findings as a baseline.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings.")
@click.option("--require-complete", is_flag=True, help="Exit with 3 if anything could not be checked.")
@click.option("--format", "format", type=click.Choice(FORMATS), default="text", help="Report format (default: text).")
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write the report here instead of stdout."
)
@click.option("--statistics", is_flag=True, help="Count the findings per rule.")
@click.option("--quiet", "-q", is_flag=True, help="Only findings: no summary, no list of what was not checked.")
@click.option("--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes (default: one per core).")
@click.option("--no-cache", is_flag=True, help="Neither read nor write stored results.")
def check(**given: Any) -> None:
    """Check a project's folder (default: the current one) or single files.

    Exit codes: 0 nothing at or above the threshold, 1 findings, 2 usage or configuration error, 3 incomplete.
    """
    from mwaa_doctor.checking import check_command

    sys.exit(check_command(**given))


@main.command()
@click.argument("path", default=".", type=click.Path(path_type=Path), metavar="[PATH]")
@click.option("--to", required=True, metavar="VERSION", help="The Airflow version to move to.")
@click.option("--from", "from_version", metavar="VERSION", help="The present version, if the project does not name it.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", help="Report format.")
@click.option("--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes (default: one per core).")
def upgrade(**given: Any) -> None:
    """Show what a move to another Airflow version breaks, and nothing else.

    Exit codes: 0 nothing breaks, 1 something does, 2 usage or configuration error, 3 incomplete.
    """
    from mwaa_doctor.checking import upgrade_command

    sys.exit(upgrade_command(**given))


@main.command()
@click.option(
    "--format", "output_format", type=click.Choice(("text", "json", "markdown")), default="text", help="Report format."
)
def rules(output_format: str) -> None:
    """List all rules."""
    from mwaa_doctor import catalogue

    writers = {
        "json": catalogue.rules_as_json,
        "markdown": catalogue.rules_as_markdown,
        "text": catalogue.rules_as_text,
    }
    _say(writers[output_format]())


@main.command()
@click.argument("rule", metavar="RULE")
def explain(rule: str) -> None:
    """Show a rule's page: why, fix, examples, documented requirement."""
    from mwaa_doctor.catalogue import rule_page
    from mwaa_doctor.config import nearest
    from mwaa_doctor.registry import load_rules

    ruleset = load_rules()
    found = ruleset.named(rule)
    if found is None:
        _fail(f"no rule is called `{rule}`{nearest(rule, ruleset.names)}")
    _say(rule_page(found))
