"""How calls of boto3 become IAM actions, and which of them no policy but the role's own can allow.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mwaa_doctor.facts.permissions import service_actions
from mwaa_doctor.facts.reading import read_rows, read_toml


@dataclass(frozen=True, slots=True)
class NamedResource:
    """Where calls name what they work on: the argument of operators, the parameter of boto3, and the form of the ARN.

    `arn` is without the partition, with `{region}`, `{account}` and `{value}`; empty if the value has to be an ARN.
    """

    actions: tuple[str, ...]
    argument: str
    parameter: str
    arn: str

    def name_of(self, value: str) -> str:
        """The ARN of a value, with `{region}` and `{account}` still open; empty if there is none."""
        if value.startswith("arn:"):
            return value
        return self.arn.replace("{value}", value)


@cache
def _table() -> dict[str, Any]:
    return dict(read_toml("aws_actions.toml"))


@cache
def action_of_call(client: str, method: str) -> str | None:
    """The action that a call of boto3 needs, by the names of the client and of its method.

    `None` if the reference knows no action of that name, or the call needs no permission.
    """
    table = _table()
    own = table["methods"].get(f"{client}.{method}")
    if own is not None:
        return str(own)
    prefix = table["prefixes"].get(client, client)
    known = service_actions(prefix)
    if known is None:
        return None
    wanted = method.replace("_", "").lower()
    action = table["actions"].get(f"{client}.{method}") or f"{prefix}:{known.names.get(wanted, '')}"
    return None if action.endswith(":") or action in table["free"] else str(action)


@cache
def actions_of_call(client: str, method: str) -> tuple[str, ...]:
    """The actions that a call of boto3 needs, with those that they in turn need; as in `action_of_call`."""
    action = action_of_call(client, method)
    return () if action is None else (action, *_table()["also"].get(action, ()))


@cache
def actions_of_command(service: str, command: str) -> tuple[str, ...]:
    """The actions that a command of the AWS CLI such as `glue`, `start-job-run` needs."""
    table = _table()
    own = table["commands"].get(f"{service}.{command}")
    if own is None:
        return actions_of_call("s3" if service == "s3api" else service, command.replace("-", "_"))
    return tuple(name for action in own for name in (action, *table["also"].get(action, ())))


@cache
def may_be_granted_elsewhere(action: str) -> bool:
    """Whether a policy of the resource may allow the action to a role of the same account."""
    table = _table()
    return action.partition(":")[0] not in table["identity_services"] and action not in table["identity_actions"]


def hand_read_calls(operator: str) -> tuple[str, ...]:
    """`service.method` of calls that every run of an operator makes, where only a reader can tell."""
    return tuple(_table()["operators"].get(operator, ()))


def passed_roles(operator: str) -> tuple[str, ...]:
    """The arguments of an operator that hand over a role; a dot leads into a dictionary."""
    return tuple(_table()["passed_roles"].get(operator, ()))


@cache
def named_resource(action: str) -> NamedResource | None:
    """Where calls for an action name what they work on, if that is known."""
    rows = read_rows("aws_actions.toml", "resource", NamedResource)
    return next((row for row in rows if action in row.actions), None)
