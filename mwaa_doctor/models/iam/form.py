"""What a policy says without effect: actions, resources, keys and values that can never meet a request."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from mwaa_doctor.config import nearest as did_you_mean
from mwaa_doctor.facts.permissions import ServiceActions, service_actions, service_prefixes
from mwaa_doctor.models.iam.operators import is_possible
from mwaa_doctor.models.iam.patterns import NO_COLON, Pattern, Text, Wildcard, read_pattern
from mwaa_doctor.models.iam.policy import Condition, Element, Fault, Policy, Statement
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.template_text import Hole, join_texts

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
_MOST_KINDS = 3
_PREFIXES_OF_MWAA = ("mwaa", "managed-airflow")
_BEGINNINGS = {
    "${NetworkInterfaceId}": "eni-",
    "${SecurityGroupId}": "sg-",
    "${SubnetId}": "subnet-",
    "${VpcEndpointId}": "vpce-",
    "${VpcId}": "vpc-",
}
_FREE_KEYS = ("aws:", "saml:", "accounts.google.com:", "graph.facebook.com:", "www.amazon.com:", "cognito-identity.")


def unknown_actions(policy: Policy) -> Iterator[tuple[Statement, Element, str]]:
    """Actions that no service has, and why, with the name that may have been meant."""
    for statement in policy.statements:
        for element in statement.actions:
            reason = unknown_action(element.text)
            if reason:
                yield statement, element, reason


def meant_action(text: Text) -> str:
    """The one action that a misspelt one without wildcards is nearest to; empty if there are several or none."""
    prefix, _, name = str(text).partition(":")
    if prefix.lower() in _PREFIXES_OF_MWAA:
        service = service_actions("airflow")
        return f"airflow:{service.names[name.lower()]}" if service and name.lower() in service.names else ""
    service = service_actions(prefix)
    if service is None or not isinstance(text, str) or any(mark in name for mark in "*?$"):
        return ""
    close = difflib.get_close_matches(name.lower(), list(service.names), n=2, cutoff=0.9)
    return f"{prefix}:{service.names[close[0]]}" if len(close) == 1 else ""


def unknown_action(text: Text) -> str:
    """Why a text names no action that is known, or an empty text."""
    if not isinstance(text, str) or ":" not in text or text.startswith("*"):
        return ""
    prefix, _, name = text.partition(":")
    if any(mark in prefix for mark in "*?"):
        return ""
    service = service_actions(prefix)
    if service is None:
        hint = ": the prefix of MWAA is `airflow`" if prefix.lower() in _PREFIXES_OF_MWAA else ""
        return f"no service has the prefix of `{text}`{hint or did_you_mean(prefix.lower(), service_prefixes())}"
    pattern = read_pattern(name.lower(), True, False)
    if name.lower() in service.names or any(pattern.matches(known) is Truth.YES for known in service.names):
        return ""
    return f"`{text}` is no action of {prefix}{did_you_mean(name, service.names.values())}"


def idle_statements(policy: Policy) -> Iterator[tuple[Statement, Fault]]:
    """Actions on resources of which they know nothing: granted or denied in vain."""
    refused = {fault.place for fault in policy.faults}
    for statement in policy.statements:
        if statement.not_action or statement.not_resource or not statement.resources:
            continue
        if any(resource.place in refused for resource in statement.resources):
            continue  # what is wrong with the resource itself is a finding already
        if any(isinstance(token, Hole) for pattern in statement.resource_patterns for token in pattern.tokens[:1]):
            continue
        for element in statement.actions:
            reason = _idle(element, statement)
            if reason:
                yield statement, Fault(element.place, reason, fatal=False)


def _idle(element: Element, statement: Statement) -> str:
    text = element.text
    if not isinstance(text, str) or ":" not in text:
        return ""
    prefix, _, name = text.partition(":")
    service = service_actions(prefix)
    if service is None:
        return ""
    pattern = read_pattern(name.lower(), True, False)
    named = [known for known in service.names if pattern.matches(known) is Truth.YES]
    if not named or any(_may_meet(service, known, statement.resource_patterns) for known in named):
        return ""
    types = sorted({kind for known in named for kind in service.resource_types[known]})
    first = statement.resources[0] if statement.resources else ""
    if not types:
        return f"`{text}` has no resources: on `{first}` it has no effect, only on `*`"
    wanted = [f"`{service.arns.get(kind, kind)}`" for kind in types]
    shown = ", ".join(wanted[:_MOST_KINDS]) + (f" or {len(wanted) - _MOST_KINDS} more" if wanted[_MOST_KINDS:] else "")
    return f"`{text}` has no effect on `{first}`: it is judged on {shown}"


def _may_meet(service: ServiceActions, action: str, patterns: tuple[Pattern, ...]) -> bool:
    types = service.resource_types[action]
    wanted = [_template(service.arns[kind]) for kind in types if kind in service.arns]
    if len(wanted) < len(types):
        return True
    texts = (*wanted, "*")
    return any(pattern.matches(text, _any_value) is not Truth.NO for pattern in patterns for text in texts)


def _any_value(key: str) -> Text:
    """The value of a policy variable."""
    return join_texts((Hole(f"${{{key}}}"),))


def _template(arn: str) -> Text:
    """An ARN with a hole for each placeholder; ids of EC2 begin with what they are."""
    pieces: list[str | Hole] = []
    end = 0
    for number, match in enumerate(_PLACEHOLDER.finditer(arn)):
        beginning = _BEGINNINGS.get(match.group(), "")
        hole = Hole(f"{number}{match.group()}", distinct=NO_COLON if beginning else "")
        pieces.extend((arn[end : match.start()], beginning, hole))
        end = match.end()
    return join_texts((*pieces, arn[end:]))


def idle_conditions(policy: Policy) -> Iterator[tuple[Statement, Fault]]:
    """Conditions that can never be met, or that mean something else than they seem to."""
    for statement in policy.statements:
        for condition in statement.conditions:
            key = _unknown_key(condition)
            if key:
                yield statement, Fault(condition.place, key, fatal=False)
            for value, pattern in zip(condition.values, condition.patterns, strict=True):
                reason = _idle_value(condition, value.text, pattern)
                if reason:
                    yield statement, Fault(value.place, reason, fatal=False)


def _unknown_key(condition: Condition) -> str:
    key = condition.key.lower()
    prefix, colon, _ = key.partition(":")
    if not colon or key.startswith(_FREE_KEYS):
        return ""
    service = service_actions(prefix)
    if service is None or not service.keys:
        return ""
    for known in service.keys:
        if known == key or (
            "${" in known and read_pattern(_PLACEHOLDER.sub("*", known), True, False).matches(key) is Truth.YES
        ):
            return ""
    return f"`{condition.key}` is no condition key of {prefix}{did_you_mean(key, service.keys)}"


def _idle_value(condition: Condition, value: Text, pattern: Pattern) -> str:
    operator = condition.operator
    if not isinstance(value, str) or pattern.variables:
        return ""
    if operator.kind == "arn":
        wildcard = any(isinstance(token, Wildcard) for token in pattern.tokens)
        if value.count(":") < 5 and (wildcard or not value.startswith("arn:")):
            return f"`{value}` is no ARN of six fields, which `{operator.written}` compares one by one"
    elif operator.kind in ("string", "string-ignoring-case"):
        if "*" in value and not operator.negated:
            return (
                f"`{operator.written}` takes the `*` in `{value}` for a plain character: `StringLike` knows wildcards"
            )
    elif not is_possible(operator, value):
        return f"`{value}` is no value that `{operator.written}` can compare"
    return ""
