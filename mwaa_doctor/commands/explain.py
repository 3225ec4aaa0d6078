"""``explain``: the page of one rule or symptom."""

from __future__ import annotations

import click

from mwaa_doctor.config import ConfigurationError, nearest
from mwaa_doctor.terminal import EXIT_CLEAN, exits, print_text


@click.command()
@click.argument("rule", metavar="RULE|SYMPTOM")
@exits
def explain(rule: str) -> int:
    """Show the page of a rule (why, fix, examples, documented requirement) or symptom (causes and what finds them)."""
    from mwaa_doctor.catalogue import rule_page, symptom_page
    from mwaa_doctor.facts.symptoms import symptoms
    from mwaa_doctor.registry import load_rules

    ruleset = load_rules()
    found = ruleset.named(rule)
    if found is not None:
        print_text(rule_page(found))
        return EXIT_CLEAN
    shown = {symptom.name: symptom for symptom in symptoms()}
    if rule not in shown:
        raise ConfigurationError(f"no rule or symptom is called `{rule}`{nearest(rule, [*ruleset.names, *shown])}")
    print_text(symptom_page(shown[rule]))
    return EXIT_CLEAN
