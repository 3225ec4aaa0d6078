"""Who asks, and whom resource policies name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mwaa_doctor.models.iam.arn import PARTITIONS, Arn, parse_arn
from mwaa_doctor.models.iam.patterns import Text, read_pattern
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place

NamedKind = Literal["AWS", "Service", "Federated", "CanonicalUser"]
CallerKind = Literal["user", "role", "session", "federated-user", "root", "service", "anonymous", "other"]
_ACCOUNT = re.compile(r"\d{12}")
_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")
_CANONICAL = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class NamedPrincipal:
    """One principal of a policy: ``*`` is everybody, whatever the kind."""

    kind: NamedKind
    text: Text
    place: Place

    @property
    def is_everyone(self) -> bool:
        """Whether everybody is meant."""
        return self.text == "*"


@dataclass(frozen=True, slots=True)
class Reach:
    """How a resource policy meets the one who asks.

    ``account``: through the account, which leaves the decision to the account's own policies. ``role``: through the
    role of a session, still limited by boundary and session policies. ``direct``: itself, or as one of everybody.
    """

    account: Truth = Truth.NO
    role: Truth = Truth.NO
    direct: Truth = Truth.NO

    @property
    def best(self) -> Truth:
        """The truest of the three."""
        return max(self.account, self.role, self.direct)

    def limited(self, truth: Truth) -> Reach:
        """Not truer than ``truth``."""
        return Reach(min(self.account, truth), min(self.role, truth), min(self.direct, truth))

    def joined(self, other: Reach) -> Reach:
        """The truer of both, each by each."""
        return Reach(max(self.account, other.account), max(self.role, other.role), max(self.direct, other.direct))


NOBODY, EVERYBODY = Reach(), Reach(direct=Truth.YES)


class PrincipalError(ValueError):
    """A text that names no principal."""


@dataclass(frozen=True)
class Caller:
    """The principal of a request, by all the names that a policy may use for it.

    ``account`` and ``partition`` are ``None`` where there is none (services, anonymous requests).
    """

    kind: CallerKind
    own: Text
    account: Text | None = None
    partition: Text | None = None
    role: Text | None = None
    keys: Mapping[str, tuple[Text, ...] | None] = field(default_factory=dict)

    @property
    def has_policies(self) -> bool:
        """Whether identity policies can be attached to it."""
        return self.kind in ("user", "role", "session", "federated-user")

    def reached_by(self, named: Iterable[NamedPrincipal]) -> Reach:
        """How the principals of a policy meet this one."""
        reach = NOBODY
        for principal in named:
            reach = reach.joined(self._reached(principal))
        return reach

    def _reached(self, named: NamedPrincipal) -> Reach:
        if named.is_everyone:
            return EVERYBODY
        if self.kind in ("service", "other", "anonymous"):
            return NOBODY if named.kind == "AWS" else Reach(direct=_equal(named.text, self.own))
        if named.kind != "AWS" or self.account is None:
            return NOBODY
        account = max(_equal(named.text, self.account), _equal(named.text, self._root))
        if self.kind == "root":
            return Reach(direct=account)
        role = _equal(named.text, self.role) if self.role is not None else Truth.NO
        return Reach(account, role, _equal(named.text, self.own))

    @property
    def _root(self) -> Text:
        assert self.account is not None
        assert self.partition is not None
        return join_texts(("arn:", self.partition, ":iam::", self.account, ":root"))

    def spared_by(self, named: Iterable[NamedPrincipal]) -> Truth:
        """Whether a ``Deny`` with ``NotPrincipal`` spares it.

        Surely if each of its names is listed; some services look at the account and the role first, and deny if only
        the principal itself is listed.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        reach = self.reached_by(named)
        if self.account is None or self.kind == "root":
            return reach.direct
        every = [reach.account, reach.direct] if self.role is None else [reach.account, reach.role, reach.direct]
        return max(min(every), min(Truth.MAYBE, max(every[1:])))


def _equal(named: Text, own: Text) -> Truth:
    if isinstance(named, str) and isinstance(own, str):
        return Truth.of(named == own)
    return read_pattern(named, False, False).matches(own)


def read_caller(text: str, role_arn: str | None = None) -> Caller:
    """Understand an ARN, an account number, a service such as ``airflow.amazonaws.com``, or ``*`` for anybody.

    ``role_arn`` is the ARN of a session's role; without it the role is taken to have no path, since the ARN of a
    session does not tell.  Raises ``PrincipalError``.
    """
    if text in ("*", "anonymous"):
        return Caller("anonymous", "*", keys={"aws:principaltype": ("Anonymous",), "aws:principalarn": None})
    if _ACCOUNT.fullmatch(text):
        return _root_caller("aws", text)
    arn = parse_arn(text)
    if arn is not None:
        return _caller_of_arn(text, arn, role_arn)
    if _CANONICAL.fullmatch(text):
        return Caller("other", text)
    if _SERVICE.fullmatch(text):
        return _service(text)
    raise PrincipalError(f"`{text}` is neither an ARN nor an account nor a service")


def _caller_of_arn(text: str, arn: Arn, role_arn: str | None) -> Caller:
    if arn.partition not in PARTITIONS:
        raise PrincipalError(f"`{text}` names no partition of AWS")
    if not _ACCOUNT.fullmatch(arn.account) or any(mark in text for mark in "*?"):
        raise PrincipalError(f"`{text}` does not name one principal of one account")
    kind, _, rest = arn.resource.partition("/")
    name = rest.rpartition("/")[2]
    match (arn.service, kind):
        case ("iam", "root"):
            return _root_caller(arn.partition, arn.account)
        case ("iam", "user") if name:
            return user_of(text, arn.account, arn.partition, name)
        case ("iam", "role") if name:
            return session_of(text, arn.account, arn.partition, name)
        case ("sts", "assumed-role") if name and rest.count("/") == 1:
            role = role_arn or f"arn:{arn.partition}:iam::{arn.account}:role/{rest.partition('/')[0]}"
            keys = _keys(role, arn.account, "AssumedRole", None)
            return Caller("session", text, arn.account, arn.partition, role, keys)
        case ("sts", "federated-user") if name:
            keys = _keys(text, arn.account, "FederatedUser", None)
            return Caller("federated-user", text, arn.account, arn.partition, keys=keys)
        case ("iam", "saml-provider" | "oidc-provider") if name:
            return Caller("other", text)
    raise PrincipalError(f"`{text}` is not the ARN of a principal")


def session_of(role: Text, account: Text, partition: Text, name: Text) -> Caller:
    """Some session of a role: its name is not known."""
    session = Hole("session name", "the name of the session is not known")
    own = join_texts(("arn:", partition, ":sts::", account, ":assumed-role/", name, "/", TemplateText((session,))))
    return Caller("role", own, account, partition, role, _keys(role, account, "AssumedRole", None))


def user_of(arn: Text, account: Text, partition: Text, name: Text) -> Caller:
    """An IAM user."""
    return Caller("user", arn, account, partition, keys=_keys(arn, account, "User", (name,)))


def _root_caller(partition: str, account: str) -> Caller:
    own = f"arn:{partition}:iam::{account}:root"
    return Caller("root", own, account, partition, keys=_keys(own, account, "Account", None))


def _service(name: str) -> Caller:
    keys: dict[str, tuple[Text, ...] | None] = {
        "aws:principalisawsservice": ("true",),
        "aws:principalservicename": (name,),
        "aws:principalarn": None,
        "aws:principalaccount": None,
        "aws:username": None,
    }
    return Caller("service", name, keys=keys)


def _keys(arn: Text, account: Text, kind: str, user: tuple[Text, ...] | None) -> dict[str, tuple[Text, ...] | None]:
    return {
        "aws:principalarn": (arn,),
        "aws:principalaccount": (account,),
        "aws:principaltype": (kind,),
        "aws:principalisawsservice": ("false",),
        "aws:principalservicename": None,
        "aws:principalservicenameslist": None,
        "aws:username": user,
    }
