"""Answers about permissions for people."""

from __future__ import annotations

from mwaa_doctor.reports.characters import visible

from mwaa_doctor.models.iam.evaluate import Pending
from mwaa_doctor.models.iam.nearest import describe
from mwaa_doctor.models.iam.policy import Policy, Statement
from mwaa_doctor.permissions import Question, as_data

_MAX_SHOWN = 20


def as_text(question: Question) -> str:
    """The answer first, then what decides, then what comes near."""
    decision, request = question.decision, question.request
    lines = [f"{decision.answer}: {request.action} on {request.resource}", f"  {decision.reason}"]
    lines += [f"  if {_pending(item)}" for item in decision.pending[:_MAX_SHOWN]]
    close = question.nearest
    if close is not None:
        lines.append(f"  the closest is {_named(close.policy, close.statement, close.place.line)}, {close.why}")
    lines += [f"  note: {note}" for note in as_data(question)["notes"]]
    return "".join(f"{visible(line)}\n" for line in lines)


def _pending(item: Pending) -> str:
    effect = "" if item.statement is None else f" ({_named(item.policy, item.statement, 0)}: {item.statement.effect})"
    if item.condition is None:
        return f"{item.doubt}{effect}"
    return f"{describe(item.condition)}{effect}"


def _named(policy: Policy, statement: Statement, line: int) -> str:
    number = line or statement.place.line
    return f"{statement.name} of {policy.name}" + (f" (line {number})" if number else "")
