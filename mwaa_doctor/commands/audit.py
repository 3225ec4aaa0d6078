"""``audit``: judge running environments, reading only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mwaa_doctor.commands.check import SEVERITIES, names_of_rules
from mwaa_doctor.outputs import FORMATS, OrderedOutputs, output_options
from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, exits


def access_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which environments are meant and how AWS is reached."""
    for option in (
        click.option(
            "--second-opinion",
            is_flag=True,
            help="Ask IAM's simulator and Access Analyzer too; show where they differ.",
        ),
        click.option("--endpoint-url", metavar="URL", help="Ask this address instead of AWS."),
        click.option("--role-arn", metavar="ARN", help="Assume this role first."),
        click.option("--profile", metavar="NAME", help="Profile of the AWS configuration."),
        click.option("--all-regions", is_flag=True, help="In every Region where MWAA is offered."),
        click.option("--region", "regions", multiple=True, metavar="REGION", help="In this Region; repeatable."),
        click.option("--all", "everything", is_flag=True, help="Every environment that there is."),
        click.argument("names", nargs=-1, metavar="[NAME]..."),
    ):
        command = option(command)
    return command


@click.command(cls=OrderedOutputs)
@access_options
@click.option(
    "--from", "saved", multiple=True, metavar="FILE", type=click.Path(path_type=Path), help="Judge saved snapshots."
)
@click.option(
    "--project", metavar="PATH", type=click.Path(path_type=Path), help="The code that the environments run, judged too."
)
@click.option(
    "--with-code", is_flag=True, help="Judge the code in the environments' buckets too; it is parsed, never run."
)
@click.option("--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Configuration file.")
@click.option("--select", multiple=True, callback=names_of_rules, metavar="RULES", help="Only these rules.")
@click.option("--ignore", multiple=True, callback=names_of_rules, metavar="RULES", help="All but these rules.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 from this severity on (default: warning).")
@output_options(FORMATS, "text")
@click.option("--statistics", is_flag=True, help="Count the findings per rule.")
@click.option("--quiet", "-q", is_flag=True, help="Only findings: no summary, no list of what was not checked.")
@exits
def audit(**given: Any) -> int:
    """Judge running environments: settings, roles, keys, buckets, network. Nothing is changed.

    What may not be read is reported as not checked. Needs the permissions that `mwaa-doctor permissions` prints.

    Exit codes: 0 nothing at or above the threshold, 1 findings, 2 usage error or no access, 3 incomplete.
    """
    from mwaa_doctor.auditing import collect, judge, saved
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.engine import Options
    from mwaa_doctor.outputs import write_reports
    from mwaa_doctor.rule import Severity
    from mwaa_doctor.sources.aws.collection import Collected
    from mwaa_doctor.terminal import View

    if given["with_code"] and given["project"] is not None:
        raise ConfigurationError("give the code with --project or have it read with --with-code, not both")
    if given["saved"]:
        if given["names"] or given["everything"]:
            raise ConfigurationError("give environments or --from, not both")
        if given["with_code"]:
            raise ConfigurationError("saved snapshots hold no code: give --project PATH instead of --with-code")
        collected = Collected(saved(given["saved"]))
    else:
        collected = collect(given)
    options = Options(
        select=given["select"],
        ignore=given["ignore"],
        fail_on=Severity.parse(given["fail_on"] or "warning"),
        use_cache=False,
    )
    result = judge(collected, given, options)
    write_reports(result, given["outputs"], View(statistics=given["statistics"], quiet=given["quiet"]))
    if result.incomplete:
        return EXIT_INCOMPLETE
    return EXIT_FINDINGS if result.fails else EXIT_CLEAN
