"""``permissions``: the policy that an audit needs."""

from __future__ import annotations

import json
from typing import Any

import click

from mwaa_doctor.terminal import EXIT_CLEAN, exits, print_text


@click.command()
@click.option("--with-code", is_flag=True, help="Also what `audit --with-code` needs.")
@click.option("--second-opinion", is_flag=True, help="Also what `audit --second-opinion` needs.")
@click.option("--diagnose", is_flag=True, help="Also what `diagnose --env` needs.")
@exits
def permissions(**given: bool) -> int:
    """Print the least policy with which an audit can read everything that it asks for."""
    from mwaa_doctor.sources.aws.calls import ON_REQUEST, actions

    statements: list[dict[str, Any]] = [_statement("AuditWithMwaaDoctor", actions())]
    for option, calls in ON_REQUEST.items():
        if given[option.replace("-", "_")]:
            statements.append(_statement(option.title().replace("-", ""), actions(calls)))
    if given["with_code"]:
        decrypt = _statement("DecryptCode", ("kms:Decrypt",))
        statements.append({**decrypt, "Condition": {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com*"}}})
    print_text(json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2) + "\n")
    return EXIT_CLEAN


def _statement(name: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {"Sid": name, "Effect": "Allow", "Action": list(names), "Resource": "*"}
