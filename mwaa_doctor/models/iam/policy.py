"""Policy documents: statements whose elements know the line they stand in, and what AWS would refuse about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from mwaa_doctor.models.iam.operators import WITH_VARIABLES, Operator
from mwaa_doctor.models.iam.patterns import Pattern, Text, Variable, lower_text, read_pattern
from mwaa_doctor.models.iam.principals import NamedPrincipal
from mwaa_doctor.rule import Place

Role = Literal["identity", "boundary", "session", "resource", "trust", "endpoint"]
VARIABLES_SINCE = "2012-10-17"
VERSIONS = ("2008-10-17", VARIABLES_SINCE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a document. AWS refuses those that are ``fatal``, and what they mean is not known."""

    place: Place
    message: str
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Element:
    """One action, resource or value, as written, and where."""

    text: Text
    place: Place

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Condition:
    """One key of one operator of a condition block; any of the values may match."""

    operator: Operator
    key: str
    values: tuple[Element, ...]
    place: Place
    variables: bool

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The values, ready to be matched."""
        kind = self.operator.kind
        texts = [value.text for value in self.values]
        if kind == "string-ignoring-case":
            texts = [lower_text(text) for text in texts]
        wildcards, variables = kind in ("like", "arn"), self.variables and kind in WITH_VARIABLES
        return tuple(read_pattern(text, wildcards, variables) for text in texts)


@dataclass(frozen=True)
class Statement:
    """One statement. ``index`` counts from 0; ``effect`` is ``None`` if it is not known.

    ``resources`` is ``None`` in policies that need none, because they belong to one resource.
    """

    index: int
    sid: str
    effect: Literal["Allow", "Deny"] | None
    actions: tuple[Element, ...]
    resources: tuple[Element, ...] | None
    principals: tuple[NamedPrincipal, ...] | None
    conditions: tuple[Condition, ...]
    place: Place
    not_action: bool = False
    not_resource: bool = False
    not_principal: bool = False
    variables: bool = True
    doubts: tuple[str, ...] = ()

    @cached_property
    def action_patterns(self) -> tuple[Pattern, ...]:
        """The actions in lower case: their case does not count."""
        return tuple(read_pattern(lower_text(action.text), True, False) for action in self.actions)

    @cached_property
    def resource_patterns(self) -> tuple[Pattern, ...]:
        """The resources; an ARN of fewer than six fields counts as it is and completed with wildcards, as AWS does."""
        texts = [text for resource in self.resources or () for text in _forms(resource.text)]
        return tuple(read_pattern(text, True, self.variables) for text in texts)

    @cached_property
    def misplaced_variables(self) -> frozenset[int]:
        """Positions of patterns with a variable before the fifth colon, where AWS fills in none."""
        return frozenset(
            position
            for position, pattern in enumerate(self.resource_patterns)
            if pattern.variables and _is_before_resource(pattern)
        )

    @property
    def name(self) -> str:
        """What a person calls it: ``Statement 3 (Logs)``."""
        return f"Statement {self.index + 1}" + (f" ({self.sid})" if self.sid else "")


def _forms(text: Text) -> tuple[Text, ...]:
    if isinstance(text, str) and text.startswith("arn:") and text.count(":") < 5:
        return text, f"{text}:*"
    return (text,)


def _is_before_resource(pattern: Pattern) -> bool:
    colons = 0
    for token in pattern.tokens:
        if isinstance(token, Variable):
            return colons < 5
        if isinstance(token, str):
            colons += token.count(":")
        if colons >= 5:
            return False
    return False


@dataclass(frozen=True)
class Policy:
    """A document that was read. ``doubts`` say why there may be further statements."""

    name: str
    role: Role
    statements: tuple[Statement, ...]
    place: Place
    version: str = VERSIONS[0]
    faults: tuple[Fault, ...] = ()
    doubts: tuple[str, ...] = ()
    size: int = field(default=0, compare=False)

    @property
    def fatal(self) -> Fault | None:
        """The first fault for which AWS would refuse the document, and which leaves its meaning open."""
        return next((fault for fault in self.faults if fault.fatal), None)


Places = Mapping[tuple[str | int, ...], Place]
