"""``check``: judge a project's folder or single files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import click

from mwaa_doctor.outputs import FORMATS, OrderedOutputs, output_options
from mwaa_doctor.terminal import exits

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


class CheckCommand(OrderedOutputs, GroupedCommand):
    """``check`` with its headings."""

    headings: ClassVar[dict[str, tuple[str, ...]]] = {
        "What to judge by": (
            "airflow_version",
            "config_path",
            "parameter_overrides",
            "snapshots",
            "select",
            "ignore",
            "resolve",
        ),
        "What counts": ("fail_on", "baseline", "write_baseline", "exit_zero", "require_complete"),
        "Repairs": ("fix", "diff", "unsafe_fixes"),
        "Output": ("formats", "outputs", "statistics", "quiet"),
        "Running": ("stdin_filename", "jobs", "no_cache"),
    }


def names_of_rules(_ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Names of rules, given with commas between them or one by one."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command(cls=CheckCommand)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--airflow-version", metavar="VERSION", help="Judge for this Airflow version, such as 2.10.3.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option(
    "--parameter-overrides",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Values of the parameters of CloudFormation templates, as `aws cloudformation deploy` takes them.",
)
@click.option(
    "--snapshot",
    "snapshots",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Judge a saved snapshot of an environment as well.",
)
@click.option(
    "--select",
    multiple=True,
    callback=names_of_rules,
    metavar="RULES",
    help="Only these: names, families, patterns with *.",
)
@click.option("--ignore", multiple=True, callback=names_of_rules, metavar="RULES", help="All but these.")
@click.option("--resolve", is_flag=True, help="Resolve requirements.txt too, which asks your package indexes.")
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
@click.option(
    "--stdin-filename",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With `-` as PATH: judge standard input as if it were this file.",
)
@output_options(FORMATS, "text")
@click.option("--fix", is_flag=True, help="Repair what can be repaired without a doubt, then report the rest.")
@click.option(
    "--diff", is_flag=True, help="Show what --fix would change, and change nothing; exit with 1 if there is any."
)
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also repairs that a person should look at.")
@click.option("--statistics", is_flag=True, help="Count the findings per rule.")
@click.option("--quiet", "-q", is_flag=True, help="Only findings: no summary, no list of what was not checked.")
@click.option("--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes (default: one per core).")
@click.option("--no-cache", is_flag=True, help="Neither read nor write stored results.")
@exits
def check(**given: Any) -> int:
    """Check a project's folder (default: the current one) or single files.

    Several reports of one run: --format json --output result.json --format html --output report.html.

    Exit codes: 0 nothing at or above the threshold, 1 findings, 2 usage or configuration error, 3 incomplete.
    """
    from mwaa_doctor.checking import run_check

    return run_check(given)
