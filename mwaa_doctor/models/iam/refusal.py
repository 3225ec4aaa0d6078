"""What a principal may surely not do, and the statement that comes nearest to allowing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mwaa_doctor.models.iam.evaluate import Decision, Policies, Request, decide
from mwaa_doctor.models.iam.nearest import Nearest, nearest
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True)
class Refusal:
    """An action that may not be done: on what, why, and the statement that comes nearest to allowing it."""

    action: str
    resource: Text
    decision: Decision
    nearest: Nearest | None


def refusal(requests: Iterable[Request], policies: Policies, unread: Unknown | None) -> Refusal | Unknown | None:
    """Why none of several requests, forms of the same question, is allowed; ``None`` if one is.

    ``unread`` says why the policy of the resource is not known, if so.
    """
    doubt: Unknown | None = None
    refused: list[tuple[Request, Decision]] = []
    for request in requests:
        decision = decide(request, policies)
        if decision.answer == "allowed":
            return None
        if decision.answer == "depends":
            doubt = doubt or Unknown(why_open(request.action, decision))
        refused.append((request, decision))
    if doubt is not None:
        return doubt
    request, decision = refused[0]
    if unread is not None and decision.answer == "implicit-deny":
        return unread
    near = nearest(request, policies.identity) if decision.answer == "implicit-deny" else None
    return Refusal(request.action, request.resource, decision, near)


def why_open(action: str, decision: Decision) -> str:
    """Why a question could not be decided."""
    item = decision.pending[0] if decision.pending else None
    if item is None:
        return f"whether {action} is allowed could not be told: {decision.reason}"
    if item.condition is not None:
        return f"{item.policy.name} decides by `{item.condition.key}`, which is not known"
    return item.doubt
