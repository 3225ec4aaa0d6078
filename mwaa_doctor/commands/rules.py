"""``rules``: the list of all rules."""

from __future__ import annotations

import click

from mwaa_doctor.terminal import EXIT_CLEAN, exits, print_text


@click.command()
@click.option(
    "--format", "output_format", type=click.Choice(("text", "json", "markdown")), default="text", help="Report format."
)
@exits
def rules(output_format: str) -> int:
    """List all rules."""
    from mwaa_doctor import catalogue

    writers = {
        "json": catalogue.rules_as_json,
        "markdown": catalogue.rules_as_markdown,
        "text": catalogue.rules_as_text,
    }
    print_text(writers[output_format]())
    return EXIT_CLEAN
