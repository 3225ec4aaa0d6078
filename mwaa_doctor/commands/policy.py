"""``policy``: what IAM policies allow."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import click

from mwaa_doctor.config import ConfigurationError
from mwaa_doctor.terminal import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, exits, print_text, say


@click.group()
def policy() -> None:
    """Ask what IAM policies allow."""


@policy.command()
@click.argument("action", required=False)
@click.argument("resource", required=False)
@click.option(
    "--policy", "policies", multiple=True, metavar="FILE", help="A policy of the principal (JSON or YAML); repeatable."
)
@click.option("--boundary", metavar="FILE", help="The principal's permissions boundary.")
@click.option("--session-policy", metavar="FILE", help="The policy of the session.")
@click.option(
    "--resource-policy", metavar="FILE", help="The policy of the bucket, key, queue, secret or role asked for."
)
@click.option("--endpoint-policy", metavar="FILE", help="The policy of the VPC endpoint on the way.")
@click.option(
    "--principal",
    metavar="PRINCIPAL",
    help="Who asks: an ARN, an account, a service such as airflow.amazonaws.com, or *.",
)
@click.option(
    "--context", multiple=True, metavar="KEY=VALUE", help="A context key of the request; repeat it for several values."
)
@click.option("--absent", multiple=True, metavar="KEY", help="A context key that the request does not have.")
@click.option("--context-complete", is_flag=True, help="The request has no context keys but those given.")
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", help="Report format.")
@click.option("--batch", metavar="FILE", help="Answer one question per line of JSON instead; - reads standard input.")
@exits
def can(**given: Any) -> int:
    """May the principal do ACTION on RESOURCE (an ARN, or * for actions without one)?

    The policies given are all there is; service and resource control policies are not looked at. A context key that is
    not given leaves the answer open where it decides.

    A line of a batch is an object with action, resource, context, policies, boundary, session_policy, resource_policy,
    endpoint_policy, principal and context_complete; documents stand in it as they are, or by a path relative to the
    batch. Each line gets one line of JSON, a bad one {"error": ...}.

    Exit codes: 0 allowed, 1 denied or not decided, 2 usage error. A batch ends with 0, or with 3 if a line was bad.
    """
    if given["batch"] is not None:
        return _batch(given)
    if given["action"] is None or given["resource"] is None:
        raise ConfigurationError("name an action and a resource, such as `s3:GetObject arn:aws:s3:::bucket/key`")
    from mwaa_doctor.models.iam.evaluate import Policies
    from mwaa_doctor.models.iam.policy import Role
    from mwaa_doctor.permissions import QuestionError, as_data, ask
    from mwaa_doctor.reports.permissions import as_text
    from mwaa_doctor.sources.policy_documents import DocumentError, load_policy

    def one(name: str, role: Role) -> Any:
        return load_policy(Path(given[name]), role, given[name]) if given[name] else None

    try:
        question = ask(
            given["action"],
            given["resource"],
            _context(given["context"], given["absent"]),
            Policies(
                tuple(load_policy(Path(path), "identity", path) for path in given["policies"]),
                one("boundary", "boundary"),
                one("session_policy", "session"),
                one("resource_policy", "resource"),
                one("endpoint_policy", "endpoint"),
            ),
            complete=given["context_complete"],
            principal=given["principal"],
        )
    except (QuestionError, DocumentError) as problem:
        raise ConfigurationError(str(problem)) from None
    if given["output_format"] == "json":
        import json

        print_text(json.dumps(as_data(question), indent=2) + "\n")
    else:
        print_text(as_text(question))
    return EXIT_CLEAN if question.decision.answer == "allowed" else EXIT_FINDINGS


def _context(pairs: tuple[str, ...], absent: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(key.lower() for key in absent)
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise ConfigurationError(f"a context key is given as KEY=VALUE, not `{pair}`")
        found[key.lower()] = (*(found.get(key.lower()) or ()), value)
    return found


def _batch(given: dict[str, Any]) -> int:
    import json

    from mwaa_doctor.permissions import answer_batch

    clashing = [name for name in ("action", "policies", "boundary", "context", "principal") if given[name]]
    if clashing:
        raise ConfigurationError("a batch says everything itself: give nothing else with --batch")
    failed = 0
    with _opened(given["batch"]) as file:
        base = Path() if given["batch"] == "-" else Path(given["batch"]).parent
        for answer in answer_batch(file, base):
            failed += "error" in answer
            print_text(json.dumps(answer) + "\n")
    if failed:
        say(f"mwaa-doctor: {failed} {'question was' if failed == 1 else 'questions were'} not answered")
    return EXIT_INCOMPLETE if failed else EXIT_CLEAN


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    if path == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(path).open("rb")
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
