"""The execution role of an environment, and what it may do with what MWAA needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.facts.execution_role import RolePermission
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.iam.conditions import Context, Values
from mwaa_doctor.models.iam.documents import identity_policies, managed_policy, policy_at, settle
from mwaa_doctor.models.iam.evaluate import Decision, Policies, Request, decide
from mwaa_doctor.models.iam.nearest import Nearest, nearest
from mwaa_doctor.models.iam.policy import Policy
from mwaa_doctor.models.iam.principals import read_caller, session_of
from mwaa_doctor.models.iam.reader import read_policy
from mwaa_doctor.models.snapshot import Resource, Spot, Step, Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

LOG_GROUPS = ("DAGProcessing", "Scheduler", "Task", "WebServer", "Worker")
_OWN, _FOREIGN = "000000000001", "000000000002"
_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
_PROPERTY = "ExecutionRoleArn"
_FILES = ("PluginsS3Path", "RequirementsS3Path", "StartupScriptS3Path")

_ALLOWANCE = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
_ADMITS_ROLES = read_policy({"Version": "2012-10-17", "Statement": _ALLOWANCE}, "MWAA's own", "resource", Place("MWAA"))
"""Queue and key of an environment belong to MWAA's account, whose policies admit the execution role."""


@dataclass(frozen=True)
class Refusal:
    """An action that the role may not do: on what, why, and the statement that comes nearest to allowing it."""

    action: str
    resource: Text
    decision: Decision
    nearest: Nearest | None


@dataclass(frozen=True)
class ExecutionRole:
    """The role that ``ExecutionRoleArn`` names, with what the snapshot tells of it.

    ``sampled``: where the account is known on deployment only, a sample number stands for it. That answers questions on
    resources of MWAA's own account, but not whether an account that is written out is the environment's.
    """

    environment: Environment
    arn: Text
    record: Resource
    sampled: bool = False

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = "the execution role"

    @classmethod
    def subjects(cls, source: Any) -> tuple[ExecutionRole, ...]:
        """The role of an environment, if it is told of."""
        if not isinstance(source, Environment):
            return ()
        try:
            return (cls.of_environment(source),)
        except Unknown:
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

    # -- names ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _settled(self) -> dict[str, str]:
        """An account number in place of one that is known on deployment only: it differs from MWAA's in any case."""
        account = self.environment.snapshot.account
        if (
            self.sampled
            and isinstance(account, TemplateText)
            and len(account.parts) == 1
            and isinstance(account.parts[0], Hole)
        ):
            return {account.parts[0].name: _OWN}
        return {}

    def shown(self, text: object) -> str:
        """A text of an answer as the source writes it."""
        return str(text).replace(_OWN, str(self.environment.snapshot.account))

    @property
    def account(self) -> Text:
        """The account of the environment."""
        return self._text(self.environment.snapshot.account, "account")

    @property
    def region(self) -> Text:
        """The Region of the environment."""
        return self._text(self.environment.snapshot.region, "Region")

    @property
    def partition(self) -> Text:
        """The partition of the environment."""
        return self._text(self.environment.snapshot.partition, "partition")

    @cached_property
    def name(self) -> Text:
        """The name of the environment."""
        return self._text(self.environment.name, "name")

    def _text(self, value: Text | Unknown, what: str) -> Text:
        if isinstance(value, Unknown):
            return TemplateText((Hole(f"the {what} of the environment", value.reason),))
        settled: Text = settle(value, self._settled)
        return settled

    def _arn(self, service: str, resource: Text, account: Text | None = None) -> Text:
        owner = self.account if account is None else account
        return join_texts(("arn:", self.partition, f":{service}:", self.region, ":", owner, ":", resource))

    def resources(self, kind: str) -> tuple[tuple[Text, ...], ...]:
        """The resources of a kind: one tuple for each, of the forms in which a request may name it.

        Besides the kinds of the facts there is ``secret:PREFIX``, some secret whose name begins so.

        Raises ``Unknown`` if they are not known.
        """
        if kind == "environment":
            return ((self._arn("airflow", join_texts(("environment/", self.name))),),)
        if kind == "bucket":
            return ((self.bucket,),)
        if kind == "objects":
            return tuple((join_texts((self.bucket, "/", path)),) for path in self._files())
        if kind == "log-groups":
            groups = [join_texts(("log-group:airflow-", self.name, f"-{name}")) for name in LOG_GROUPS]
            return tuple(
                tuple(self._arn("logs", join_texts((group, end))) for end in ("", ":*", ":log-stream:x"))
                for group in groups
            )
        if kind == "queue":
            return ((self._arn("sqs", f"airflow-celery-{_ID}", _FOREIGN),),)
        if kind == "key":
            return ((self.key,),)
        if kind.startswith("secret:"):
            return ((self._arn("secretsmanager", f"{kind}name-AbCdEf"),),)
        return (("*",),)

    @property
    def bucket(self) -> Text:
        """The ARN of the bucket; raises ``Unknown`` if none is named."""
        bucket = self.environment.record.text("SourceBucketArn")
        if bucket is None:
            raise Unknown("the environment names no bucket")
        if isinstance(bucket, str) and not bucket.startswith("arn:"):
            raise Unknown(f"`{bucket}` is no ARN of a bucket")
        return bucket

    def _files(self) -> Iterator[Text]:
        """Objects that MWAA reads: one below the folder of DAGs, and the files that the environment names."""
        folder = self.environment.record.text("DagS3Path")
        if folder is None:
            raise Unknown("the environment names no folder of DAGs")
        yield join_texts((folder.rstrip("/") if isinstance(folder, str) else folder, "/dag.py"))
        for name in _FILES:
            path = self.environment.record.text(name)
            if path is not None:
                yield path

    def grant(self, kind: str) -> Text:
        """What a statement would name to grant a permission on a kind of resource."""
        if kind == "objects":
            return join_texts((self.bucket, "/*"))
        if kind == "log-groups":
            return self._arn("logs", join_texts(("log-group:airflow-", self.name, "-*")))
        if kind == "queue":
            return self._arn("sqs", "airflow-celery-*", "*")
        return self.resources(kind)[0][0]

    @cached_property
    def has_customer_key(self) -> bool:
        """Whether the environment names a key of its own; raises ``Unknown``."""
        return self.environment.record.text("KmsKey") is not None

    @property
    def key(self) -> Text:
        """The ARN of the key; for a key of AWS one in another account. Raises ``Unknown`` for an alias."""
        key = self.environment.record.text("KmsKey")
        if key is None:
            return self._arn("kms", f"key/{_ID}", _FOREIGN)
        if str(key).startswith("arn:"):
            settled: Text = settle(key, self._settled)
            return settled
        if str(key).startswith("alias/") or isinstance(key, TemplateText):
            raise Unknown(f"the key behind `{key}` is not known")
        return self._arn("kms", f"key/{key}")

    # -- policies ------------------------------------------------------------------------------------------------------

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Inline and attached policies, as written."""
        return tuple(identity_policies(self.environment.snapshot, self.record))

    @cached_property
    def _judged(self) -> tuple[Policy, ...]:
        return tuple(identity_policies(self.environment.snapshot, self.record, self._settled))

    @cached_property
    def _boundary(self) -> Policy | None:
        limit = self.record.body.get("PermissionsBoundary")
        if limit is None:
            return None
        arn = limit if isinstance(limit, Unknown) else limit.get("PermissionsBoundaryArn")
        return managed_policy(self.environment.snapshot, self.record, arn, "boundary", self._settled)

    @cached_property
    def trust(self) -> Policy:
        """The trust policy; raises ``Unknown`` if it was not read."""
        self.record.get("AssumeRolePolicyDocument")
        return policy_at(self.record, ("AssumeRolePolicyDocument",), "the trust policy", "trust")

    def _resource_policy(self, kind: str) -> Policy | Unknown | None:
        """The policy of the bucket or key; ``Unknown`` if it was not read."""
        snapshot = self.environment.snapshot
        if kind in ("bucket", "objects"):
            wanted, name = "s3:Bucket", _after_colons(self.bucket)
        elif kind == "key" and self.has_customer_key:
            wanted, name = "kms:Key", self.environment.record.text("KmsKey")
        else:
            return None
        try:
            found = snapshot.find(wanted, name)
            if found is None or found.raw("Policy") is None:
                return None
        except Unknown as unknown:
            return unknown
        what = "the bucket policy" if wanted == "s3:Bucket" else "the key policy"
        return policy_at(found, ("Policy",), what, "resource", self._settled)

    # -- questions -----------------------------------------------------------------------------------------------------

    def refusals(self, permission: RolePermission) -> Iterator[Refusal | Unknown]:
        """The actions of a permission that the role may surely not do, and why others could not be judged."""
        is_foreign = permission.resource == "queue" or (permission.resource == "key" and not self.has_customer_key)
        if is_foreign and not self.sampled:
            yield from replace(self, sampled=True).refusals(permission)
            return
        theirs = _ADMITS_ROLES if is_foreign else self._resource_policy(permission.resource)
        for action in permission.actions:
            for forms in self.resources(permission.resource):
                found = self._judge(action, forms, permission, theirs)
                if found is not None:
                    yield found
                    break

    def _judge(
        self, action: str, forms: tuple[Text, ...], permission: RolePermission, theirs: Policy | Unknown | None
    ) -> Refusal | Unknown | None:
        policy = None if isinstance(theirs, Unknown) else theirs
        policies = Policies(self._judged, self._boundary, None, policy)
        doubt: Unknown | None = None
        refused: list[tuple[Request, Decision]] = []
        for form in forms:
            for context in self._contexts(permission.via, foreign=theirs is _ADMITS_ROLES):
                request = Request(
                    action,
                    form,
                    context,
                    session_of(self._text(self.arn, "role"), self.account, self.partition, self._role_name),
                )
                decision = decide(request, policies)
                if decision.answer == "allowed":
                    return None
                if decision.answer == "depends":
                    doubt = doubt or Unknown(self.shown(_why_open(action, decision)))
                refused.append((request, decision))
        if doubt is not None:
            return doubt
        request, decision = refused[0]
        if isinstance(theirs, Unknown) and decision.answer == "implicit-deny":
            return theirs
        near = nearest(request, self._judged) if decision.answer == "implicit-deny" else None
        return Refusal(action, forms[0], decision, near)

    def denial(self, action: str, resource: Text | None, *, elsewhere: bool) -> str | None:
        """Why the role may surely not do an action on a resource (``None``: on any); ``None`` if that is not sure.

        ``elsewhere``: a policy of the resource can grant it too, so that only a ``Deny`` is sure.
        """
        if resource is None:
            resource = TemplateText((Hole("the resource of a task", "the resource is known when the task runs"),))
        caller = session_of(self._text(self.arn, "role"), self.account, self.partition, self._role_name)
        request = Request(action, resource, Context({}), caller)
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

    @property
    def _role_name(self) -> Text:
        name = self.record.raw("RoleName")
        return name if isinstance(name, (str, TemplateText)) else str(self.arn).rpartition("/")[2]

    def _contexts(self, via: str, *, foreign: bool) -> Iterator[Context]:
        """What is known of MWAA's requests: encrypted, in the Region, by way of a service."""
        known: dict[str, Values | None] = {
            "aws:securetransport": ("true",),
            "aws:requestedregion": (self.region,),
            "cloudwatch:namespace": ("AWS/MWAA",),
        }
        if foreign:
            known["aws:resourceaccount"] = (_FOREIGN,)
        if not via:
            yield Context(known)
            return
        for suffix in (".amazonaws.com",) if self.partition == "aws" else (".amazonaws.com.cn", ".amazonaws.com"):
            yield Context({**known, "kms:viaservice": (join_texts((f"{via}.", self.region, suffix)),)})

    def assumption_by(self, service: str) -> tuple[Place, str] | Unknown | None:
        """Why a service may not assume the role for this environment, and where; ``None`` if it may."""
        keys: dict[str, Values | None] = {
            "aws:sourcearn": (self._arn("airflow", join_texts(("environment/", self.name))),),
            "aws:sourceaccount": (self.account,),
        }
        trust = policy_at(self.record, ("AssumeRolePolicyDocument",), "the trust policy", "trust", self._settled)
        request = Request("sts:AssumeRole", self._text(self.arn, "role"), Context(keys), read_caller(service))
        decision = decide(request, Policies(resource=trust))
        if decision.answer == "allowed":
            return None
        if decision.answer == "depends":
            return Unknown(self.shown(_why_open("sts:AssumeRole", decision)))
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


def _why_open(action: str, decision: Decision) -> str:
    item = decision.pending[0] if decision.pending else None
    if item is None:
        return f"whether {action} is allowed could not be told"
    if item.condition is not None:
        return f"{item.policy.name} decides by `{item.condition.key}`, which is not known"
    return item.doubt


def _after_colons(arn: Text) -> Text | None:
    parts = arn.parts if isinstance(arn, TemplateText) else (arn,)
    for position, part in enumerate(parts):
        if isinstance(part, str) and ":::" in part:
            return join_texts((part.partition(":::")[2], *parts[position + 1 :]))
    return None
