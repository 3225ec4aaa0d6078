"""The execution role of an environment, and what it may do with what MWAA needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.facts.execution_role import RolePermission
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_arns import FOREIGN, EnvironmentArns
from mwaa_doctor.models.iam.conditions import Context, Values
from mwaa_doctor.models.iam.documents import boundary_of, identity_policies, policy_at
from mwaa_doctor.models.iam.evaluate import Decision, Policies, Request, decide
from mwaa_doctor.models.iam.nearest import nearest
from mwaa_doctor.models.iam.policy import Policy
from mwaa_doctor.models.iam.principals import Caller, read_caller, session_of
from mwaa_doctor.models.iam.reader import read_policy
from mwaa_doctor.models.iam.refusal import Refusal, refusal, why_open
from mwaa_doctor.models.snapshot import Resource, Spot, Step, Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_PROPERTY = "ExecutionRoleArn"

_ALLOWANCE = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
_ADMITS_ROLES = read_policy({"Version": "2012-10-17", "Statement": _ALLOWANCE}, "MWAA's own", "resource", Place("MWAA"))
"""Queue and key of an environment belong to MWAA's account, whose policies admit the execution role."""


@dataclass(frozen=True)
class ExecutionRole(EnvironmentArns):
    """The role that ``ExecutionRoleArn`` names, with what the snapshot tells of it."""

    arn: Text
    record: Resource

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "the execution role"

    @classmethod
    def subjects(cls, source: Any) -> tuple[ExecutionRole, ...]:
        """The role of an environment, if it is told of; raises ``Unknown`` if it could not be had."""
        if not isinstance(source, Environment):
            return ()
        try:
            return (cls.of_environment(source),)
        except Unknown:
            source.snapshot.read("iam:Role")
            return ()

    @classmethod
    def of_environment(cls, environment: Environment) -> ExecutionRole:
        """The role; raises ``Unknown`` if it is not named, or lies outside of what was read."""
        arn = environment.record.text(_PROPERTY)
        if arn is None:
            raise Unknown("the environment names no execution role")
        record = environment.snapshot.find("iam:Role", arn)
        if record is None:
            raise Unknown(f"the role `{arn}` does not exist")
        return cls(environment, arn, record)

    @property
    def place(self) -> Place:
        """Where the role is declared."""
        return self.record.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.record.label

    # -- policies ------------------------------------------------------------------------------------------------------

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Inline and attached policies, as written."""
        return tuple(identity_policies(self.environment.snapshot, self.record))

    @cached_property
    def _judged(self) -> tuple[Policy, ...]:
        return tuple(identity_policies(self.environment.snapshot, self.record, self.settled))

    @cached_property
    def _boundary(self) -> Policy | None:
        return boundary_of(self.environment.snapshot, self.record, self.settled)

    @cached_property
    def trust(self) -> Policy:
        """The trust policy; raises ``Unknown`` if it was not read."""
        self.record.get("AssumeRolePolicyDocument")
        return policy_at(self.record, ("AssumeRolePolicyDocument",), "the trust policy", "trust")

    # -- questions -----------------------------------------------------------------------------------------------------

    def refusals(self, permission: RolePermission) -> Iterator[Refusal | Unknown]:
        """The actions of a permission that the role may surely not do, and why others could not be judged."""
        is_foreign = permission.resource == "queue" or (permission.resource == "key" and not self.has_customer_key)
        if is_foreign and not self.sampled:
            yield from replace(self, sampled=True).refusals(permission)
            return
        theirs = _ADMITS_ROLES if is_foreign else self.resource_policy(permission.resource)
        for action in permission.actions:
            for forms in self.resources(permission.resource):
                found = self._judge(action, forms, permission, theirs)
                if found is not None:
                    yield found
                    break

    def answers(self, permission: RolePermission) -> Iterator[tuple[Request, Decision]]:
        """What its own policies and boundary say of each request, whatever a policy of bucket or key says."""
        theirs = _ADMITS_ROLES if permission.resource in ("queue", "key") else None
        for action in permission.actions:
            for forms in self.resources(permission.resource):
                for request in self._requests(action, forms, permission, theirs):
                    yield request, decide(request, self._policies(theirs))

    def _requests(
        self, action: str, forms: tuple[Text, ...], permission: RolePermission, theirs: Policy | None
    ) -> list[Request]:
        contexts = list(self._contexts(permission.via, foreign=theirs is _ADMITS_ROLES))
        return [Request(action, form, context, self._caller) for form in forms for context in contexts]

    def _policies(self, theirs: Policy | None) -> Policies:
        return Policies(self._judged, self._boundary, None, theirs)

    def _judge(
        self, action: str, forms: tuple[Text, ...], permission: RolePermission, theirs: Policy | Unknown | None
    ) -> Refusal | Unknown | None:
        unread = theirs if isinstance(theirs, Unknown) else None
        policy = None if isinstance(theirs, Unknown) else theirs
        found = refusal(self._requests(action, forms, permission, policy), self._policies(policy), unread)
        if isinstance(found, Unknown):
            return Unknown(self.shown(found.reason))
        if found is not None and permission.resource == "key" and found.decision.answer == "implicit-deny":
            try:
                return None if self.has_customer_key and self.granted(action, self.arn) else found
            except Unknown as unknown:
                return unknown
        return found

    def denial(self, action: str, resource: Text | None, *, elsewhere: bool) -> str | None:
        """Why the role may surely not do an action on a resource (``None``: on any); ``None`` if that is not sure.

        ``elsewhere``: a policy of the resource can grant it too, so that only a ``Deny`` is sure.
        """
        if resource is None:
            resource = TemplateText((Hole("the resource of a task", "the resource is known when the task runs"),))
        request = Request(action, resource, Context({}), self._caller)
        decision = decide(request, Policies(self._judged, self._boundary))
        if decision.answer == "explicit-deny":
            return self.shown(decision.reason)
        if decision.answer != "implicit-deny" or elsewhere:
            return None
        if decision.withheld_by == "boundary":
            return "the permissions boundary of the role does not allow it"
        return "no statement of the role allows it"

    def completed(self, resource: str, region: str) -> Text:
        """An ARN of the code, with ``{region}`` and ``{account}`` and without partition, or one that is complete."""
        if resource.startswith("arn:"):
            return resource
        parts: list[Text] = ["arn:", self.partition, ":"]
        for piece in re.split(r"(\{region\}|\{account\})", resource):
            own = self.account if piece == "{account}" else (region or self.region)
            parts.append(own if piece in ("{region}", "{account}") else piece)
        return join_texts(tuple(parts))

    @cached_property
    def _caller(self) -> Caller:
        name = self.record.raw("RoleName")
        own = name if isinstance(name, (str, TemplateText)) else str(self.arn).rpartition("/")[2]
        return session_of(self.text(self.arn, "role"), self.account, self.partition, own)

    def _contexts(self, via: str, *, foreign: bool) -> Iterator[Context]:
        """What is known of MWAA's requests: encrypted, in the Region, by way of a service."""
        known: dict[str, Values | None] = {
            "aws:securetransport": ("true",),
            "aws:requestedregion": (self.region,),
            # What is in AWS/MWAA comes from the service-linked role.
            "cloudwatch:namespace": ("AmazonMWAA",),
        }
        if foreign:
            known["aws:resourceaccount"] = (FOREIGN,)
        if not via:
            yield Context(known)
            return
        for suffix in (".amazonaws.com",) if self.partition == "aws" else (".amazonaws.com.cn", ".amazonaws.com"):
            yield Context({**known, "kms:viaservice": (join_texts((f"{via}.", self.region, suffix)),)})

    def assumption_by(self, service: str) -> tuple[Place, str] | Unknown | None:
        """Why a service may not assume the role for this environment, and where; ``None`` if it may."""
        keys: dict[str, Values | None] = {
            "aws:sourcearn": (self.arn_of("airflow", join_texts(("environment/", self.name))),),
            "aws:sourceaccount": (self.account,),
        }
        trust = policy_at(self.record, ("AssumeRolePolicyDocument",), "the trust policy", "trust", self.settled)
        request = Request("sts:AssumeRole", self.text(self.arn, "role"), Context(keys), read_caller(service))
        decision = decide(request, Policies(resource=trust))
        if decision.answer == "allowed":
            return None
        if decision.answer == "depends":
            return Unknown(self.shown(why_open("sts:AssumeRole", decision)))
        if decision.statement is not None:
            return decision.statement.place, f"{decision.statement.name} denies it"
        near = nearest(request, [trust], by_principal=True)
        if near is None:
            return trust.place, f"no statement names `{service}` as a principal of `sts:AssumeRole`"
        return near.place, self.shown(f"{near.statement.name} does not count, {near.why}")

    def spot(self, place: Place) -> Spot:
        """What a finding about a line of one of its policies points at."""
        return Spot(place, self.record.label)

    def at(self, *path: Step) -> Any:
        """What a finding about the role points at."""
        return self.record.at(*path)
