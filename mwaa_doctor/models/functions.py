"""Lambda functions that work with an environment: what their role allows, and what starts them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mwaa_doctor.models.iam.documents import boundary_of, identity_policies, policy_at
from mwaa_doctor.models.iam.evaluate import Answer, Policies, Request, decide
from mwaa_doctor.models.iam.policy import Policy
from mwaa_doctor.models.iam.principals import read_caller
from mwaa_doctor.models.snapshot import Resource, Snapshot, Text
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.unknown import Unknown

__all__ = ["EventRule", "Function", "event_rules", "functions"]

_ACTION = "airflow:CreateCliToken"
"""The action that is of use only to those who reach the web server; ``InvokeRestApi`` goes by way of AWS."""
_CALLS = ("create_cli_token", "create_web_login_token", "CreateCliToken", "CreateWebLoginToken")


@dataclass(frozen=True)
class Function:
    """A Lambda function."""

    snapshot: Snapshot
    record: Resource

    @property
    def name(self) -> str:
        """What people call it."""
        return self.record.label

    @property
    def code(self) -> str:
        """The code, if the source holds it."""
        value = self.record.body.get("ZipFile")
        return str(value) if isinstance(value, (str, TemplateText)) else ""

    @cached_property
    def role(self) -> Resource:
        """Its role; raises ``Unknown``."""
        role = self.snapshot.find("iam:Role", self.record.text("Role"))
        if role is None:
            raise Unknown(f"the role of `{self.name}` is not known")
        return role

    @cached_property
    def _policies(self) -> tuple[Policy, ...]:
        return tuple(identity_policies(self.snapshot, self.role))

    def may(self, action: str, resource: Text = "*") -> Answer:
        """Whether its role allows an action; raises ``Unknown``."""
        return decide(Request(action, resource), Policies(self._policies, boundary_of(self.snapshot, self.role))).answer

    def is_trusted(self) -> Answer:
        """Whether Lambda may assume its role; raises ``Unknown``."""
        trust = policy_at(self.role, ("AssumeRolePolicyDocument",), "the trust policy", "trust")
        request = Request("sts:AssumeRole", self.role.key, caller=read_caller("lambda.amazonaws.com"))
        return decide(request, Policies(resource=trust)).answer

    def asks_for_tokens_of(self, environment: Text) -> bool:
        """Whether it certainly asks for tokens of an environment, given by its ARN: its code or its role says so."""
        if any(call in self.code for call in _CALLS):
            return True
        with contextlib.suppress(Unknown):
            statements = [one for policy in self._policies for one in policy.statements if one.effect == "Allow"]
            named = {str(action.text).lower() for one in statements if not one.not_action for action in one.actions}
            return _ACTION.lower() in named and self.may(_ACTION, environment) == "allowed"
        return False

    @property
    def subnet_ids(self) -> tuple[Text, ...]:
        """The ids of the subnets that it is attached to, none outside of VPCs; raises ``Unknown``."""
        found = self.record.items("VpcConfig", "SubnetIds")
        return tuple(key for key in found if isinstance(key, (str, TemplateText)))


def functions(snapshot: Snapshot) -> Iterator[Function]:
    """The functions that are told of and certainly exist."""
    for record in snapshot.known("lambda:Function"):
        if not record.doubt:
            yield Function(snapshot, record)


@dataclass(frozen=True)
class EventRule:
    """A rule for events of MWAA."""

    snapshot: Snapshot
    record: Resource

    @property
    def detail_types(self) -> tuple[str, ...]:
        """The detail types that it waits for, none if it takes all; raises ``Unknown``."""
        given = self.record.items("EventPattern", "detail-type")
        return tuple(value for value in given if isinstance(value, str)) if _are_texts(given) else ()

    def functions(self) -> Iterator[Function]:
        """The functions that it starts; raises ``Unknown``."""
        for target in self.record.items("Targets"):
            arn = target.get("Arn")
            for function in functions(self.snapshot):
                own = function.record.body.get("FunctionArn")
                if isinstance(arn, (str, TemplateText)) and own is not None and may_be_equal(arn, own):
                    yield function


def event_rules(snapshot: Snapshot) -> Iterator[EventRule]:
    """The rules whose only source is MWAA."""
    for record in snapshot.known("events:Rule"):
        with contextlib.suppress(Unknown):
            if not record.doubt and list(record.items("EventPattern", "source")) == ["aws.airflow"]:
                yield EventRule(snapshot, record)


def _are_texts(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, str) for value in values)
