"""The statement that comes nearest to allowing a request, and what keeps it from doing so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from mwaa_doctor.models.iam.conditions import is_met
from mwaa_doctor.models.iam.evaluate import Request, effective_context
from mwaa_doctor.models.iam.patterns import Pattern
from mwaa_doctor.models.iam.policy import Condition, Element, Policy, Statement
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.rule import Place

_MAX_STATEMENTS = 200
_MAX_ELEMENTS = 400
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Nearest:
    """A statement, the element of it that does not fit, and why in words: ``which names `...` ``.

    ``elsewhere``: it allows the action, but on other resources.
    """

    policy: Policy
    statement: Statement
    place: Place
    why: str
    elsewhere: bool = False


def nearest(request: Request, policies: Iterable[Policy], by_principal: bool = False) -> Nearest | None:
    """The nearest ``Allow``: one whose conditions alone fail, else one for other resources, else for a like action.

    ``by_principal`` leaves out statements of a resource policy for others than the caller.
    """
    best: tuple[float, Nearest] | None = None
    for policy, statement in _allows(policies):
        if by_principal and not _names_caller(request, statement):
            continue
        found = _judge(request, policy, statement)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _names_caller(request: Request, statement: Statement) -> bool:
    named = statement.principals or ()
    return request.caller is not None and request.caller.reached_by(named).best is not Truth.NO


def _allows(policies: Iterable[Policy]) -> Iterator[tuple[Policy, Statement]]:
    count = 0
    for policy in policies:
        for statement in policy.statements:
            if statement.effect == "Allow" and count < _MAX_STATEMENTS:
                count += 1
                yield policy, statement


def _judge(request: Request, policy: Policy, statement: Statement) -> tuple[float, Nearest] | None:
    context = effective_context(request)
    action = request.action.lower()
    names_action = _names(statement.action_patterns, action) is not statement.not_action
    resource = str(request.resource)
    names_resource = (
        statement.resources is None
        or any(
            pattern.matches(request.resource, context.variable) is not Truth.NO
            for pattern in statement.resource_patterns
        )
        is not statement.not_resource
    )
    if names_action and names_resource:
        for condition in statement.conditions:
            if is_met(condition, context) is Truth.NO:
                why = f"whose condition `{describe(condition)}` is not met"
                return 3.0, Nearest(policy, statement, condition.place, why)
        return None
    if names_action and statement.resources:
        if statement.not_resource:
            return 2.0, Nearest(policy, statement, statement.resources[0].place, "which excepts it by `NotResource`")
        element, likeness = _most_like(statement.resources, resource)
        return 2.0 + likeness, Nearest(policy, statement, element.place, f"which names `{element}`", elsewhere=True)
    if names_resource and not statement.not_action and statement.actions:
        element, likeness = _most_like(statement.actions, action)
        if likeness >= _CLOSE:
            return likeness, Nearest(policy, statement, element.place, f"which names `{element}`")
    return None


def _names(patterns: Iterable[Pattern], action: str) -> bool:
    return any(pattern.matches(action) is not Truth.NO for pattern in patterns)


def _most_like(elements: tuple[Element, ...], text: str) -> tuple[Element, float]:
    """The element most like a text, and how much so from 0 to below 1; their case does not count."""
    wanted = text.lower()
    best, most = elements[0], -1.0
    for element in elements[:_MAX_ELEMENTS]:
        likeness = _likeness(str(element.text).lower(), wanted)
        if likeness > most:
            best, most = element, likeness
    return best, min(most, 0.99)


def _likeness(one: str, other: str) -> float:
    """How much of two texts is a common beginning or end, from 0 to 1."""
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    return 2 * (start + end) / (len(one) + len(other) or 1)


def _common(one: str, other: str) -> int:
    """The length of a common beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def describe(condition: Condition) -> str:
    """A condition on one line: ``StringEquals aws:SourceAccount 111122223333``."""
    shown = ", ".join(str(value) for value in condition.values[:3])
    more = ", ..." if len(condition.values) > 3 else ""
    return f"{condition.operator.written} {condition.key} {shown}{more}"
