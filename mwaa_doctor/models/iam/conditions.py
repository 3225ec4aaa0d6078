"""Condition blocks: the context of a request, and whether a condition is met in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mwaa_doctor.models.iam.operators import Operator, compare
from mwaa_doctor.models.iam.patterns import Pattern, Text, Token, Wildcard, lower_text
from mwaa_doctor.models.iam.policy import Condition
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.template_text import Hole, TemplateText

Values = tuple[Text, ...]


@dataclass(frozen=True)
class Context:
    """The keys of a request, in lower case: their values, or ``None`` for a key that the request does not have.

    Keys that are not in it are not known, unless the context is ``complete``: then the request does not have them.
    """

    values: Mapping[str, Values | None] = field(default_factory=dict)
    complete: bool = False

    def has(self, key: str) -> bool:
        """Whether it is known what a key holds, be it nothing."""
        return self.complete or key.lower() in self.values

    def get(self, key: str) -> Values | None:
        """The values of a key that is known; empty values count as no values."""
        return self.values.get(key.lower()) or None

    def variable(self, key: str) -> Text | None:
        """The value of a policy variable; a hole if it is not known, ``None`` if there is none or more than one."""
        if not self.has(key):
            return TemplateText((Hole(f"${{{key}}}", f"the context key `{key}` is not given"),))
        values = self.get(key)
        return values[0] if values is not None and len(values) == 1 else None

    def with_defaults(self, defaults: Mapping[str, Values | None]) -> Context:
        """What is given here, and else ``defaults``."""
        return Context({**defaults, **self.values}, self.complete)


def is_met(condition: Condition, context: Context) -> Truth:
    """Whether a condition holds; ``MAYBE`` if a key that is not given decides, or a value known in part."""
    if context.has(condition.key):
        return _judge(condition, context.get(condition.key), context)
    unknown = TemplateText((Hole(condition.key),))
    present = _judge(condition, (unknown,), context)
    return present if present is _judge(condition, None, context) else Truth.MAYBE


def _judge(condition: Condition, values: Values | None, context: Context) -> Truth:
    operator = condition.operator
    if operator.kind == "null":
        wanted = {str(value.text).strip().lower() for value in condition.values if isinstance(value.text, str)}
        if any(isinstance(value.text, TemplateText) for value in condition.values):
            return Truth.MAYBE
        return Truth.of(("true" if values is None else "false") in wanted)
    if operator.quantifier and values is not None and all(value == "" for value in values):
        values = None
    if values is None:
        if operator.if_exists or operator.quantifier == "all":
            return Truth.YES
        return Truth.NO if operator.quantifier == "any" or not operator.negated else Truth.YES
    each = [_judge_value(condition, value, context) for value in values]
    if operator.quantifier == "all":
        return min(each)
    if operator.quantifier == "any":
        return max(each)
    # AWS does not say how several values are compared without a set operator, so only an agreement of both counts
    return each[0] if min(each) is max(each) else Truth.MAYBE


def _judge_value(condition: Condition, value: Text, context: Context) -> Truth:
    operator = condition.operator
    best = Truth.NO
    for pattern in condition.patterns:
        best = max(best, _matches(operator, pattern, value, context))
        if best is Truth.YES:
            break
    return best.negated if operator.negated else best


def _matches(operator: Operator, pattern: Pattern, value: Text, context: Context) -> Truth:
    """Whether one value of the policy meets one of the request."""
    if operator.kind in ("string", "like"):
        return pattern.matches(value, context.variable)
    if operator.kind == "string-ignoring-case":
        return pattern.matches(lower_text(value), lambda key: _lowered(context.variable(key)))
    tokens = pattern.filled(context.variable)
    if tokens is None:
        return Truth.NO
    if operator.kind == "arn":
        return match_arn(tokens, value)
    wanted = _known(tokens)
    if wanted is None or not isinstance(value, str):
        return Truth.MAYBE
    return Truth.of(compare(operator, wanted, value))


def _lowered(value: Text | None) -> Text | None:
    return None if value is None else lower_text(value)


def _known(tokens: Iterable[Token]) -> str | None:
    texts = [token for token in tokens if isinstance(token, str)]
    return "".join(texts) if len(texts) == len(tuple(tokens)) else None


def match_arn(tokens: tuple[Token, ...], value: Text) -> Truth:
    """Compare segment by segment: a wildcard before the fifth colon does not reach beyond its segment."""
    wanted = _segments(tokens)
    given = _segments(value.parts if isinstance(value, TemplateText) else (value,))
    uncertain = isinstance(value, TemplateText) or any(isinstance(token, Hole) for token in tokens)
    if len(wanted) == len(given) == 6:
        found = [Pattern(left).matches(_text(right)) for left, right in zip(wanted, given, strict=True)]
        return min(found)
    if not uncertain:
        return Truth.NO
    whole = Pattern(tokens).matches(value)
    if whole is Truth.YES and any(isinstance(token, Wildcard) for token in tokens):
        return Truth.MAYBE
    return whole


def _segments(tokens: Iterable[Token]) -> list[tuple[Token, ...]]:
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if not isinstance(token, str):
            segments[-1].append(token)
            continue
        pieces = token.split(":", 6 - len(segments))
        for number, piece in enumerate(pieces):
            if number:
                segments.append([])
            if piece:
                segments[-1].append(piece)
    return [tuple(segment) for segment in segments]


def _text(tokens: tuple[Token, ...]) -> Text:
    if len(tokens) == 1 and isinstance(tokens[0], str):
        return tokens[0]
    return TemplateText(tuple(token for token in tokens if isinstance(token, (str, Hole)))) if tokens else ""
