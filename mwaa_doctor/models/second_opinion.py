"""What AWS's own judges say of the execution role, beside what this program says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

from mwaa_doctor.facts.execution_role import role_permissions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.iam.evaluate import Decision, Request
from mwaa_doctor.models.snapshot import Resource
from mwaa_doctor.unknown import Unknown

SIMULATION, VALIDATION = "iam:Simulation", "accessanalyzer:Validation"
LABEL = "a second opinion (`mwaa-doctor audit --second-opinion`)"
_BOOLEAN = frozenset({"aws:securetransport"})
Keys = tuple[tuple[str, tuple[str, ...]], ...]
Asked = tuple[str, str, Keys]


@dataclass(frozen=True)
class Question:
    """One request that both judge: the keys of its context have texts as values."""

    action: str
    resource: str
    context: Keys
    ours: Decision

    @property
    def asked(self) -> Asked:
        """By which its answer is found in a snapshot."""
        return self.action, self.resource, self.context

    @property
    def key(self) -> str:
        """The name of its answer."""
        around = "&".join(f"{name}={','.join(values)}" for name, values in self.context)
        return f"{self.action} {self.resource} {around}"

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The context as IAM's simulator takes it."""
        return [
            {
                "ContextKeyName": name,
                "ContextKeyValues": list(values),
                "ContextKeyType": "boolean" if name in _BOOLEAN else "string",
            }
            for name, values in self.context
        ]


def questions(role: ExecutionRole) -> Iterator[Question]:
    """Everything that MWAA asks of the role, as far as it is known to the letter; each question once.

    Left out is a key of the customer: its own policy decides, and the simulator does not see it.
    """
    told: set[Asked] = set()
    for permission in role_permissions():
        try:
            if permission.resource == "key" and role.has_customer_key:
                continue
            answers = list(role.answers(permission))
        except Unknown:
            continue
        for request, decision in answers:
            question = _question(request, decision)
            if question is not None and question.asked not in told:
                told.add(question.asked)
                yield question


def _question(request: Request, decision: Decision) -> Question | None:
    context = []
    for name, values in sorted(request.context.values.items()):
        if values is None or name == "aws:resourceaccount":  # the simulator takes it from the ARN
            continue
        if not all(isinstance(value, str) for value in values):
            return None
        context.append((name, tuple(str(value) for value in values)))
    if not isinstance(request.resource, str):
        return None
    return Question(request.action, request.resource, tuple(context), decision)


@dataclass(frozen=True)
class Comparison:
    """Both answers to one question; ``theirs`` is what the simulator said.

    ``open``: this program leaves the question open, or the simulator missed something to answer it.
    """

    question: Question
    theirs: Resource
    outcome: Literal["agree", "differ", "open"]

    @property
    def their_answer(self) -> str:
        """``allowed``, ``explicitDeny`` or ``implicitDeny``."""
        return str(self.theirs.get("EvalDecision"))

    @property
    def is_withheld(self) -> bool:
        """Whether a policy of the organization takes it away."""
        return self.theirs.get("AllowedByOrganizations") is False

    @property
    def their_statements(self) -> str:
        """The statements that decided for the simulator, in words."""
        found = []
        for item in self.theirs.items("MatchedStatements"):
            start, end = (item.get(name) or {} for name in ("StartPosition", "EndPosition"))
            lines = f" from line {start.get('Line')} to {end.get('Line')}" if start.get("Line") else ""
            found.append(f"`{item.get('SourcePolicyId')}`{lines}")
        return f" by the statement of {', '.join(dict.fromkeys(found))}" if found else ", no statement matches"


@dataclass(frozen=True)
class SecondOpinion:
    """The answers of IAM's policy simulator on what MWAA asks of the execution role."""

    role: ExecutionRole

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = LABEL

    @classmethod
    def subjects(cls, source: object) -> Iterable[SecondOpinion]:
        """The answers, if they were asked for; raises ``Unknown`` if they could not be had."""
        if not isinstance(source, Environment):
            return ()
        if not source.snapshot.read(SIMULATION):
            return ()
        return (cls(ExecutionRole.of_environment(source)),)

    @property
    def place(self) -> Any:
        """Where the role is told of."""
        return self.role.place

    @property
    def resource(self) -> str:
        """The role."""
        return self.role.resource

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every question to which there are both answers."""
        answers = {_asked(item): item for item in self.role.environment.snapshot.known(SIMULATION)}
        pairs = ((question, answers.get(question.asked)) for question in questions(self.role))
        return tuple(Comparison(one, theirs, _outcome(one.ours, theirs)) for one, theirs in pairs if theirs is not None)

    def count(self, outcome: str) -> int:
        """The number of questions on which both agree, differ, or of which one leaves open."""
        return sum(item.outcome == outcome for item in self.comparisons)


def _asked(theirs: Resource) -> Asked:
    context = theirs.get("Context")
    keys = sorted((str(name), tuple(map(str, values))) for name, values in (context or {}).items())
    return str(theirs.get("Action")), str(theirs.get("Resource")), tuple(keys)


def _outcome(ours: Decision, theirs: Resource) -> Literal["agree", "differ", "open"]:
    they_allow = theirs.get("EvalDecision") == "allowed"
    if ours.answer == "depends" or (not they_allow and theirs.items("MissingContextValues")):
        return "open"
    return "agree" if they_allow == (ours.answer == "allowed") else "differ"


@dataclass(frozen=True)
class PolicyValidation:
    """What IAM Access Analyzer says of one policy."""

    record: Resource

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = LABEL

    @classmethod
    def subjects(cls, source: object) -> Iterable[PolicyValidation]:
        """The policies that were validated; raises ``Unknown`` if that could not be done."""
        if not isinstance(source, Environment):
            return ()
        return [cls(record) for record in source.snapshot.read(VALIDATION)]

    @property
    def place(self) -> Any:
        """The policy, or the object that it belongs to."""
        return self.record.place

    @property
    def resource(self) -> str:
        """The policy, or the object that it belongs to."""
        return self.record.label
