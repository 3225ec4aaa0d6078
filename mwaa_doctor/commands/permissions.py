"""``permissions``: the policy that an audit needs."""

from __future__ import annotations

import json

import click

from mwaa_doctor.terminal import EXIT_CLEAN, exits, print_text


@click.command()
@exits
def permissions() -> int:
    """Print the least policy with which an audit can read everything that it asks for."""
    from mwaa_doctor.sources.aws.calls import actions

    statement = {"Sid": "AuditWithMwaaDoctor", "Effect": "Allow", "Action": list(actions()), "Resource": "*"}
    print_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2) + "\n")
    return EXIT_CLEAN
