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


_PAGES = {
    "execution-role": "The permissions that MWAA needs of the execution role.",
    "trust": "The trust policy of the execution role: MWAA, for this environment alone.",
    "key": "The policy of a customer managed key: the account administers it, CloudWatch Logs uses it.",
    "bucket": "A bucket policy that refuses requests without TLS.",
    "ui": "Users of the web interface, in one Airflow role.",
    "rest": "Callers of the Airflow REST API, in one Airflow role.",
    "cli": "Callers of the Airflow CLI.",
    "deploy": "A pipeline that uploads files and updates the environment.",
    "create": "Whoever creates environments by API, CLI or template.",
    "console": "Whoever creates and changes environments on the console.",
    "read": "Whoever looks at environments.",
    "logs": "Readers of an environment's logs.",
}
_AIRFLOW_ROLES = ("Admin", "Op", "User", "Viewer", "Public")


def _sample(kind: str) -> click.Command:
    """A command that prints one kind of policy for an environment."""

    @exits
    def command(path: Path, **given: Any) -> int:
        import json

        from mwaa_doctor.environment_names import environment_names
        from mwaa_doctor.models.iam.samples import SAMPLES

        names = environment_names(path, kind, given)
        print_text(json.dumps(SAMPLES[kind](names), indent=4) + "\n")
        return EXIT_CLEAN

    options = [
        click.Argument(["path"], default=".", type=click.Path(path_type=Path), metavar="[PATH]"),
        click.Option(["--environment"], metavar="NAME", help="The environment, if the project has none or several."),
        click.Option(["--account"], metavar="NUMBER", help="Its account."),
        click.Option(["--region"], metavar="REGION", help="Its Region; the partition follows from it."),
    ]
    if kind in ("execution-role", "bucket", "deploy", "create", "console"):
        options.append(click.Option(["--bucket"], metavar="NAME", help="Its bucket."))
    if kind in ("execution-role", "deploy", "create", "console"):
        options.append(click.Option(["--key"], metavar="ARN", help="Its customer managed key; none: a key of AWS."))
    if kind in ("deploy", "create", "console"):
        options.append(click.Option(["--role"], metavar="ARN", help="Its execution role."))
    if kind in ("ui", "rest"):
        help_text = "The Airflow role (default: User)."
        options.append(click.Option(["--airflow-role"], type=click.Choice(_AIRFLOW_ROLES), help=help_text))
    text = f"Print a policy, ready to paste. {_PAGES[kind]}\n\nNames come from the templates in PATH, and from options."
    return click.Command(kind, callback=command, params=options, help=text, short_help=_PAGES[kind])


for _kind in _PAGES:
    policy.add_command(_sample(_kind))
