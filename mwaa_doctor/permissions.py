"""Questions about permissions as the command line and its batches put them, and their answers as plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mwaa_doctor.models.iam.conditions import Context, Values
from mwaa_doctor.models.iam.evaluate import Decision, Pending, Policies, Request, decide
from mwaa_doctor.models.iam.form import unknown_action
from mwaa_doctor.models.iam.nearest import Nearest, nearest
from mwaa_doctor.models.iam.policy import Policy, Role, Statement
from mwaa_doctor.models.iam.principals import Caller, PrincipalError, read_caller
from mwaa_doctor.sources.policy_documents import DocumentError, decode_line, inline_policy, is_json_text, load_policy

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9_-]+")
_FIELDS = frozenset(
    {
        "action", "resource", "context", "context_complete", "policies", "boundary", "session_policy",
        "resource_policy", "endpoint_policy", "principal", "id",
    }
)  # fmt: skip
_MAX_SHOWN = 20
_MAX_LOADED = 2000
Loaded = dict[tuple[str, ...], Policy | DocumentError]


class QuestionError(ValueError):
    """A question that cannot be understood: one sentence."""


@dataclass(frozen=True)
class Question:
    """May ``request`` happen under ``policies``?"""

    request: Request
    policies: Policies

    @cached_property
    def decision(self) -> Decision:
        """The answer."""
        return decide(self.request, self.policies)

    @cached_property
    def nearest(self) -> Nearest | None:
        """The statement that comes nearest to allowing it, if nothing allows it."""
        if self.decision.answer != "implicit-deny":
            return None
        policies = self.policies
        source: dict[str, Iterable[Policy | None]] = {
            "identity": (*policies.identity, policies.resource),
            "boundary": [policies.boundary],
            "session": [policies.session],
            "resource": [policies.resource],
            "endpoint": [policies.endpoint],
        }
        given = source.get(self.decision.withheld_by, ())
        return nearest(self.request, (policy for policy in given if policy is not None))


def ask(
    action: str,
    resource: str,
    context: Mapping[str, Values | None],
    policies: Policies,
    *,
    complete: bool = False,
    principal: str | None = None,
) -> Question:
    """Put a question together. Raises ``QuestionError``."""
    if not _ACTION.fullmatch(action):
        hint = ": ask for one action, not for a pattern" if "*" in action or "?" in action else ""
        raise QuestionError(f"`{action}` is no action such as `s3:GetObject`{hint}")
    if resource != "*" and not resource.startswith("arn:"):
        raise QuestionError(f"`{resource}` is neither an ARN nor `*`")
    lowered = {key.lower(): values for key, values in context.items()}
    caller: Caller | None = None
    if principal is not None:
        named = lowered.get("aws:principalarn")
        role = named[0] if named and isinstance(named[0], str) else None
        try:
            caller = read_caller(principal, role)
        except PrincipalError as problem:
            raise QuestionError(str(problem)) from None
    return Question(Request(action, resource, Context(lowered, complete), caller), policies)


# -- batches ----------------------------------------------------------------------------------------------------------


def answer_batch(lines: Iterable[bytes], base: Path) -> Iterator[dict[str, Any]]:
    """Answer one question per line of JSON, in order; empty lines are left out.

    Documents are given inline or by a path relative to ``base``.  A line that cannot be answered yields an object with
    ``error``, and its number in ``line``.
    """
    loaded: Loaded = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity: dict[str, Any] = {}
        try:
            found = decode_line(line)
            if isinstance(found, dict) and "id" in found:
                identity = {"id": found["id"]}
            answer = as_data(_question(found, base, loaded))
        except (QuestionError, DocumentError) as problem:
            answer = {"error": str(problem), "line": number}
        except RecursionError:
            answer = {"error": "is nested too deeply", "line": number}
        if len(loaded) > _MAX_LOADED:
            loaded.clear()
        yield {**identity, **answer}


def _question(found: Any, base: Path, loaded: Loaded) -> Question:
    if not isinstance(found, dict):
        raise QuestionError("a question is a JSON object")
    unknown = sorted(set(found) - _FIELDS)
    if unknown:
        raise QuestionError(f"`{unknown[0]}` is no field of a question: {', '.join(sorted(_FIELDS))}")
    for name in ("action", "resource"):
        if not isinstance(found.get(name), str):
            raise QuestionError(f"`{name}` is missing" if name not in found else f"`{name}` is not a text")
    principal = found.get("principal")
    if principal is not None and not isinstance(principal, str):
        raise QuestionError("`principal` is not a text")
    complete = found.get("context_complete", False)
    if not isinstance(complete, bool):
        raise QuestionError("`context_complete` is true or false")

    def one(field: str, role: Role) -> Policy | None:
        given = found.get(field)
        return None if given is None else _document(given, field, role, base, loaded)

    given = found.get("policies")
    members = given if isinstance(given, list) else [] if given is None else [given]
    policies = Policies(
        tuple(_document(member, f"policies[{i}]", "identity", base, loaded) for i, member in enumerate(members)),
        one("boundary", "boundary"),
        one("session_policy", "session"),
        one("resource_policy", "resource"),
        one("endpoint_policy", "endpoint"),
    )
    context = read_context(found.get("context"))
    return ask(found["action"], found["resource"], context, policies, complete=complete, principal=principal)


def _document(given: Any, name: str, role: Role, base: Path, loaded: Loaded) -> Policy:
    is_inline = isinstance(given, dict) or (isinstance(given, str) and is_json_text(given))
    if not is_inline and not isinstance(given, str):
        raise QuestionError(f"`{name}` is neither a policy document nor the path of one")
    key = (role, name, json.dumps(given)) if is_inline else (role, given)
    known = loaded.get(key)
    if known is None:
        try:
            known = inline_policy(given, name, role) if is_inline else load_policy(base / given, role, given)
        except DocumentError as problem:
            known = problem
        loaded[key] = known
    if isinstance(known, DocumentError):
        raise known
    return known


def read_context(found: Any) -> dict[str, Values | None]:
    """Context keys from decoded JSON: a value, a list of values, or null for a key that the request does not have."""
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise QuestionError("`context` is an object of keys and values")
    return {key: _values(key, value) for key, value in found.items()}


def _values(key: str, value: Any) -> Values | None:
    if value is None:
        return None
    members = value if isinstance(value, list) else [value]
    texts = []
    for member in members:
        if isinstance(member, bool):
            texts.append("true" if member else "false")
        elif isinstance(member, (str, int, float)):
            texts.append(str(member))
        else:
            raise QuestionError(f"the value of the context key `{key}` is neither a text nor a list of texts")
    return tuple(texts)


# -- answers ----------------------------------------------------------------------------------------------------------


def as_data(question: Question) -> dict[str, Any]:
    """An answer as a JSON object; ``index`` counts the statements of a document from 0."""
    decision, close = question.decision, question.nearest
    return {
        "answer": decision.answer,
        "reason": decision.reason,
        "statement": _statement(decision.policy, decision.statement),
        "conditions": [_pending(item) for item in decision.pending[:_MAX_SHOWN]],
        "closest": None
        if close is None
        else {**(_statement(close.policy, close.statement) or {}), "line": close.place.line or None, "why": close.why},
        "notes": [
            *filter(None, (unknown_action(question.request.action),)),
            *decision.notes,
            *_faults(question.policies),
        ],
    }


def _statement(policy: Policy | None, statement: Statement | None) -> dict[str, Any] | None:
    if policy is None or statement is None:
        return None
    return {
        "policy": policy.role,
        "file": policy.name,
        "line": statement.place.line or None,
        "sid": statement.sid or None,
        "index": statement.index,
        "effect": statement.effect,
    }


def _pending(item: Pending) -> dict[str, Any]:
    found: dict[str, Any] = {"statement": _statement(item.policy, item.statement)}
    if item.condition is None:
        return {"doubt": item.doubt, **found}
    values = [str(value) for value in item.condition.values[:_MAX_SHOWN]]
    return {"operator": item.condition.operator.written, "key": item.condition.key, "values": values, **found}


def _faults(policies: Policies) -> list[str]:
    notes = []
    for policy in policies.all():
        for fault in policy.faults[:_MAX_SHOWN]:
            at = f":{fault.place.line}" if fault.place.line else ""
            notes.append(f"{policy.name}{at}: {fault.message}")
    return notes
