"""The customer managed key of an environment, and its policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_arns import LOG_GROUPS
from mwaa_doctor.models.iam.conditions import Context
from mwaa_doctor.models.iam.documents import policy_at
from mwaa_doctor.models.iam.evaluate import Decision, Policies, Request, decide
from mwaa_doctor.models.iam.nearest import nearest
from mwaa_doctor.models.iam.policy import Policy
from mwaa_doctor.models.iam.principals import Caller
from mwaa_doctor.models.snapshot import Resource, Spot, Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_ACTIONS = (
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:DescribeKey",
)
_CONTEXT = "kms:encryptioncontext:aws:logs:arn"


@dataclass(frozen=True)
class EnvironmentKey:
    """The key that ``KmsKey`` names, with what the snapshot tells of it."""

    environment: Environment
    record: Resource

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "the key of the environment"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[EnvironmentKey]:
        """The key of an environment, if there is one and its policy is told of."""
        if not isinstance(source, Environment):
            return ()
        try:
            name = source.record.text("KmsKey")
            record = source.snapshot.find("kms:Key", name) if name is not None else None
            if record is None or record.raw("Policy") is None:
                return ()
        except Unknown:
            source.snapshot.read("kms:Key")
            return ()
        return (cls(source, record),)

    @property
    def place(self) -> Place:
        """Where the key is declared."""
        return self.record.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.record.label

    @cached_property
    def policy(self) -> Policy:
        """The key policy."""
        return policy_at(self.record, ("Policy",), "the key policy", "resource")

    def spot(self, place: Place) -> Spot:
        """What a finding about a line of the policy points at."""
        return Spot(place, self.record.label)

    def refused_to_logs(self) -> tuple[tuple[str, ...], Place, str] | Unknown | None:
        """What CloudWatch Logs may not do with the key for the environment's log groups, where and why."""
        doubt: Unknown | None = None
        refused: dict[str, tuple[Request, Decision]] = {}
        for action in _ACTIONS:
            answers = [(request, decide(request, Policies(resource=self.policy))) for request in self._requests(action)]
            if any(decision.answer == "allowed" for _, decision in answers):
                continue
            open_ones = [decision for _, decision in answers if decision.answer == "depends"]
            if open_ones:
                item = open_ones[0].pending[0] if open_ones[0].pending else None
                known = item.condition.key if item is not None and item.condition is not None else ""
                reason = f"the key policy decides by `{known}`" if known else item.doubt if item is not None else ""
                doubt = doubt or Unknown(reason or "whether CloudWatch Logs may use the key could not be told")
            else:
                refused[action] = answers[0]
        if not refused:
            return doubt
        request, decision = next(iter(refused.values()))
        actions = tuple(refused)
        if decision.statement is not None:
            return actions, decision.statement.place, f"{decision.statement.name} denies it"
        near = nearest(request, [self.policy], by_principal=True)
        if near is None:
            principal = request.caller.own if request.caller is not None else ""
            return actions, self.policy.place, f"no statement names `{principal}`"
        return actions, near.place, f"{near.statement.name} does not count, {near.why}"

    def _requests(self, action: str) -> Iterable[Request]:
        """What CloudWatch Logs asks for a log group of the environment, by each of its names."""
        snapshot = self.environment.snapshot
        region = _text(snapshot.region, "Region")
        start = (
            "arn:",
            _text(snapshot.partition, "partition"),
            ":logs:",
            region,
            ":",
            _text(snapshot.account, "account"),
        )
        group = join_texts((*start, ":log-group:airflow-", self.environment.name, f"-{LOG_GROUPS[0]}"))
        for suffix in (".amazonaws.com", ".amazonaws.com.cn") if snapshot.partition != "aws" else (".amazonaws.com",):
            for service in (join_texts(("logs.", region, suffix)), f"logs{suffix}"):
                context = Context({_CONTEXT: (group,), "aws:sourceaccount": (_text(snapshot.account, "account"),)})
                yield Request(action, self.record.key, context, Caller("service", service))


def _text(value: Text | Unknown, what: str) -> Text:
    return TemplateText((Hole(f"the {what}", value.reason),)) if isinstance(value, Unknown) else value
