"""Who has to do with an environment besides MWAA: users, groups and roles of people and pipelines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.facts.user_permissions import UserPermission
from mwaa_doctor.models.environment import GIVE_ENVIRONMENT, Environment
from mwaa_doctor.models.environment_arns import EnvironmentArns
from mwaa_doctor.models.iam.conditions import Context, Values
from mwaa_doctor.models.iam.documents import boundary_of, identity_policies, managed_policy
from mwaa_doctor.models.iam.evaluate import Policies, Request, decide
from mwaa_doctor.models.iam.patterns import NO_COLON, read_pattern
from mwaa_doctor.models.iam.policy import Element, Policy, Statement
from mwaa_doctor.models.iam.principals import Caller, session_of, user_of
from mwaa_doctor.models.iam.refusal import Refusal, refusal
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.snapshot import Resource, Snapshot, Spot, Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts, may_be_equal
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_PRINCIPALS = ("iam:Role", "iam:User", "iam:Group")
_CREATE, _UPDATE, _PASS = "airflow:createenvironment", "airflow:updateenvironment", "iam:passrole"
LOG_IN = "airflow:CreateWebLoginToken"
_CONSOLE = "*fullconsoleaccess*"
_SERVICES = {"iam:passrole": "iam:passedtoservice", "iam:createservicelinkedrole": "iam:awsservicename"}
_SOMEBODY = Hole("somebody", "the name of the principal is not known", NO_COLON)
_OF_ONE = ("execution-role", "bucket", "objects", "key")
_OF_MWAA = ("airflow.amazonaws.com", "airflow-env.amazonaws.com")


@dataclass(frozen=True)
class EnvironmentUser(EnvironmentArns):
    """A principal with actions of MWAA, or of whom the configuration says what it is for, and one environment.

    A managed policy of which nobody is known to have it stands for whoever has it.
    """

    record: Resource

    stage: ClassVar[str] = "environment"
    label: ClassVar[str] = GIVE_ENVIRONMENT

    @classmethod
    def subjects(cls, source: Any) -> Iterable[EnvironmentUser]:
        """Everybody of the snapshot who has to do with an environment, but for the execution roles."""
        if not isinstance(source, Environment):
            return ()
        found = (cls(source, record) for record in _records(source.snapshot))
        return tuple(user for user in found if user.declared_duties or user._speaks_of_mwaa)

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.record.place

    @property
    def resource(self) -> str:
        """What reports call it."""
        return self.record.label

    def spot(self, place: Place) -> Spot:
        """What a finding about a line of one of its policies points at."""
        return Spot(place, self.record.label)

    # -- policies ------------------------------------------------------------------------------------------------------

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Its own policies and those of its groups; one of doubts for each that was not read."""
        snapshot = self.environment.snapshot
        if self.record.kind == "iam:Policy":
            return (managed_policy(snapshot, self.record, self.record.key, "identity", self.settled),)
        return (*identity_policies(snapshot, self.record, self.settled), *self._of_groups(snapshot))

    def _of_groups(self, snapshot: Snapshot) -> Iterator[Policy]:
        groups = self.record.body.get("GroupList")
        if isinstance(groups, Unknown):
            yield Policy("the groups", "identity", (), self.place, doubts=(groups.reason,))
        for name in groups if isinstance(groups, (list, tuple)) else ():
            found = [one for one in snapshot.known("iam:Group") if name in (one.key, one.body.get("GroupName"))]
            if found:
                yield from identity_policies(snapshot, found[0], self.settled)
            else:
                why = name.reason if isinstance(name, Unknown) else f"the group `{name}` is not in {snapshot.name}"
                yield Policy(str(name), "identity", (), self.place, doubts=(why,))

    @property
    def allows(self) -> Iterator[tuple[Policy, Statement]]:
        """The statements that allow something."""
        for policy in self.policies:
            for statement in policy.statements:
                if statement.effect == "Allow":
                    yield policy, statement

    @property
    def may_have_more(self) -> str:
        """Why whoever has these policies may have others as well; empty if this is all."""
        if self.record.kind == "iam:Group":
            return f"members of the group `{self.record.label}` may have other policies"
        if self.record.kind == "iam:Policy":
            return f"nobody is known to have the policy `{self.record.label}`, perhaps beside others"
        return ""

    @cached_property
    def _boundary(self) -> Policy | None:
        return boundary_of(self.environment.snapshot, self.record, self.settled)

    @cached_property
    def _callers(self) -> tuple[Caller, ...]:
        """Who asks; somebody of whom only policies are known may be a role or a user."""
        arn, kind = self.record.body.get("Arn"), self.record.kind
        start = ("arn:", self.partition, ":iam::", self.account, ":")
        found = []
        if kind == "iam:Role" or arn is None:
            role = join_texts((*start, "role/", _SOMEBODY)) if arn is None else self.text(arn, "role")
            name = TemplateText((_SOMEBODY,)) if arn is None else self.record.body.get("RoleName", "")
            found.append(session_of(role, self.account, self.partition, name))
        if kind == "iam:User" or arn is None:
            user = join_texts((*start, "user/", _SOMEBODY)) if arn is None else self.text(arn, "user")
            name = TemplateText((_SOMEBODY,)) if arn is None else self.record.body.get("UserName", "")
            found.append(user_of(user, self.account, self.partition, name))
        return tuple(found)

    # -- what it is for ------------------------------------------------------------------------------------------------

    @property
    def declared_duties(self) -> tuple[str, ...]:
        """What the configuration says that it does for this environment."""
        told = self.record.body.get("Duties")
        duties = told.get(self.environment.resource) if isinstance(told, Mapping) else None
        return tuple(duties or ())

    @cached_property
    def duties(self) -> tuple[str, ...]:
        """What it surely does: as declared, or as its policies show.

        Raises ``Unknown`` if it is not known whether it does so for this environment.
        """
        if self.declared_duties:
            return self.declared_duties
        element = self.creation
        if element is None:
            return ()
        for found in self.refusals(("airflow:CreateEnvironment",), "environment"):
            if isinstance(found, Unknown):
                raise found
            return ()
        console = any(fnmatchcase(policy.name.lower(), _CONSOLE) for policy in self.policies)
        return ("console",) if console else ("create",)

    @cached_property
    def creation(self) -> Element | None:
        """What shows that it is meant to create environments, if something does: the action, named on purpose.

        ``airflow:*`` alone does not, unless a role may be passed to MWAA as well.
        """
        wide: Element | None = None
        for element in self._named(_CREATE):
            if str(element).lower().startswith("airflow:createe"):
                return element
            wide = element if str(element).lower().startswith("airflow:") else wide
        return wide if wide is not None and self._passes_to_mwaa else None

    @property
    def update(self) -> Element | None:
        """The action by which it updates environments, if it is named on purpose."""
        return next((element for element in self._named(_UPDATE) if "airflow:up" in str(element).lower()), None)

    def _named(self, *actions: str) -> Iterator[Element]:
        """The actions of statements that mean one of some actions."""
        return (element for element, _ in self._named_in(*actions))

    def _named_in(self, *actions: str) -> Iterator[tuple[Element, Statement]]:
        """The same with their statements."""
        for _, statement in self.allows:
            for element in statement.actions if not statement.not_action else ():
                pattern = read_pattern(str(element).lower(), True, False)
                if any(pattern.matches(action) is Truth.YES for action in actions):
                    yield element, statement

    @property
    def _passes_to_mwaa(self) -> bool:
        return any(
            "airflow" in str(value)
            for _, statement in self.allows
            if any(str(action).lower() == _PASS for action in statement.actions)
            for condition in statement.conditions
            for value in condition.values
        )

    def login(self, airflow_role: str) -> Text:
        """What is asked for to log in to the environment with a role of Airflow."""
        return self.arn_of("airflow", join_texts(("role/", self.name, f"/{airflow_role}")))

    @cached_property
    def public_login(self) -> Statement | None:
        """The statement that names the log-in as ``Public``, which alone lets nobody see a DAG."""
        wanted = self.login("Public")
        for _, statement in self.allows:
            actions = [str(action).lower() for action in statement.actions]
            if LOG_IN.lower() not in actions or statement.not_action or statement.not_resource:
                continue
            for resource, pattern in zip(statement.resources or (), statement.resource_patterns, strict=False):
                if str(resource).endswith("/Public") and pattern.matches(wanted) is Truth.YES:
                    return statement
        return None

    @property
    def _speaks_of_mwaa(self) -> bool:
        return any(
            str(action).lower().startswith("airflow:") for _, statement in self.allows for action in statement.actions
        )

    # -- questions -----------------------------------------------------------------------------------------------------

    def needs(self, permission: UserPermission) -> bool:
        """Whether this environment makes a permission necessary; raises ``Unknown``."""
        if permission.only_with == "customer-key":
            return self.has_customer_key
        if permission.only_with == "own-endpoints":
            return bool(self.environment.get("EndpointManagement") != "CUSTOMER")
        return True

    def refusals(self, actions: Iterable[str], kind: str) -> Iterator[Refusal | Unknown]:
        """The actions that it surely may not do on a kind of resource, and why others could not be judged."""
        theirs = self.resource_policy(kind)
        unread = theirs if isinstance(theirs, Unknown) else None
        policies = Policies(self.policies, self._boundary, None, None if isinstance(theirs, Unknown) else theirs)
        for action in actions:
            contexts = list(self._contexts(action))
            for forms in self.resources(kind):
                requests = [
                    Request(action, form, context, caller)
                    for form in forms
                    for context in contexts
                    for caller in self._callers or (None,)
                ]
                found = refusal(requests, policies, unread)
                if isinstance(found, Refusal) and found.decision.answer != "explicit-deny":
                    found = self._mended(found, kind)
                if found is not None:
                    yield Unknown(self.shown(found.reason)) if isinstance(found, Unknown) else found
                    break

    def _mended(self, found: Refusal, kind: str) -> Refusal | Unknown:
        """A refusal, or why it may be none: other policies may allow it, or another environment may be meant."""
        if self.may_have_more:
            return Unknown(self.may_have_more)
        elsewhere = found.nearest is not None and found.nearest.elsewhere
        if elsewhere and kind in _OF_ONE and not self.declared_duties and not self._names_environment:
            return Unknown(f"`{self.resource}` has `{found.action}` elsewhere, perhaps for other environments")
        return found

    @property
    def _names_environment(self) -> bool:
        """Whether a statement on environments is about this one alone."""
        (arn,) = self.resources("environment")[0]
        return any(
            pattern.matches(arn) is Truth.YES and not any(mark in str(resource) for mark in "*?")
            for _, statement in self._named_in(_CREATE, _UPDATE)
            for resource, pattern in zip(statement.resources or (), statement.resource_patterns, strict=False)
        )

    def allowing(self, action: str, resource: Text) -> tuple[Policy, Statement] | None:
        """The statement by which it surely may do something on a resource."""
        context = Context({"aws:securetransport": ("true",)})
        policies = Policies(self.policies, boundary=self._boundary)
        decisions = [
            decide(Request(action, resource, context, caller), policies) for caller in self._callers or (None,)
        ]
        first = decisions[0]
        if (
            any(decision.answer != "allowed" for decision in decisions)
            or first.policy is None
            or first.statement is None
        ):
            return None
        return first.policy, first.statement

    def _contexts(self, action: str) -> Iterator[Context]:
        known: dict[str, Values | None] = {"aws:securetransport": ("true",), "aws:requestedregion": (self.region,)}
        key = _SERVICES.get(action.lower())
        if key is None:
            yield Context(known)
            return
        for service in _OF_MWAA if action.lower() == _PASS else _OF_MWAA[:1]:
            yield Context({**known, key: (service,)})


@dataclass(frozen=True)
class Person(EnvironmentUser):
    """A user or group of the snapshot with its own policies, whatever they are about."""

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Person]:
        """The users and groups around an environment."""
        if not isinstance(source, Environment):
            return ()
        records = (record for kind in ("iam:User", "iam:Group") for record in source.snapshot.known(kind))
        return tuple(cls(source, record) for record in records)

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Its own policies: those of the groups of a user are the groups' own."""
        return tuple(identity_policies(self.environment.snapshot, self.record, self.settled))


def _records(snapshot: Snapshot) -> Iterator[Resource]:
    """The principals that are no execution roles, and the managed policies that none of the snapshot has."""
    execution_roles = _execution_roles(snapshot)
    used: set[Text] = set()
    for kind in _PRINCIPALS:
        for record in snapshot.known(kind):
            attached = record.body.get("AttachedManagedPolicies")
            members = [(one, "PolicyArn") for one in (attached if isinstance(attached, (list, tuple)) else ())]
            members.append((record.body.get("PermissionsBoundary"), "PermissionsBoundaryArn"))
            arns = (one.get(name) for one, name in members if isinstance(one, Mapping))
            used.update(arn for arn in arns if isinstance(arn, (str, TemplateText)))
            if record.key not in execution_roles:
                yield record
    for record in snapshot.known("iam:Policy"):
        if record.key not in used:
            yield record


def _execution_roles(snapshot: Snapshot) -> set[Text]:
    """The roles that environments run as; of an environment whose role was not read, all that may be it."""
    keys = [record.key for record in snapshot.known("iam:Role")]
    found: set[Text] = set()
    for environment in snapshot.environments():
        role = environment.body.get("ExecutionRoleArn")
        if isinstance(role, (str, TemplateText)):
            found.update([role] if role in keys else (key for key in keys if may_be_equal(key, role) is not False))
    return found
