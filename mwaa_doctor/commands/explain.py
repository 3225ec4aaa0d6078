"""``explain``: one rule's page."""

from __future__ import annotations

import click

from mwaa_doctor.config import ConfigurationError, nearest
from mwaa_doctor.terminal import EXIT_CLEAN, exits, print_text


@click.command()
@click.argument("rule", metavar="RULE")
@exits
def explain(rule: str) -> int:
    """Show a rule's page: why, fix, examples, documented requirement."""
    from mwaa_doctor.catalogue import rule_page
    from mwaa_doctor.registry import load_rules

    ruleset = load_rules()
    found = ruleset.named(rule)
    if found is None:
        raise ConfigurationError(f"no rule is called `{rule}`{nearest(rule, ruleset.names)}")
    print_text(rule_page(found))
    return EXIT_CLEAN
